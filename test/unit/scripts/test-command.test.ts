import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { counts, doubts, failureList, skipList, total } from '../../../scripts/test/outcome.ts';
import { runTests } from '../../../scripts/test/vitest-run.ts';

const skipHelper = JSON.stringify(resolve('test/helpers/skip.ts'));

const files = {
  'mixed.test.ts': `
    import { beforeAll, describe, expect, test } from 'vitest';
    import { describeUnless, testUnless } from ${skipHelper};
    test('passes', () => {});
    test('fails', () => { expect(1).toBe(2); });
    test('gives up inside', (context) => { context.skip('no broom here'); });
    test.skip('says nothing', () => {});
    testUnless('no bucket here', 'needs a bucket', () => {});
    testUnless(undefined, 'needs nothing', () => {});
    describeUnless('no mop here', 'mopping', () => {
      beforeAll(() => { throw new Error('hooks must not run'); });
      test('mops', () => {});
    });
    describe('with a broken set-up', () => {
      beforeAll(() => { throw new Error('the tap is dry'); });
      test('never runs', () => {});
    });`,
  'broken.test.ts': `import './nowhere.ts';`,
  'stray.test.ts': `
    import { test } from 'vitest';
    test('leaves a promise behind', async () => {
      void Promise.reject(new Error('nobody caught this'));
      await new Promise((done) => setTimeout(done, 20));
    });`,
};

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'test-command-'));
  await symlink(resolve('node_modules'), join(folder, 'node_modules'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const run = () => runTests([], [`--root=${folder}`], 'ignore');

describe('the test command', () => {
  test('counts every pass, failure and skip, each with its reason', async () => {
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    const { passed, failures, skips } = total(await run());
    expect(passed).toBe(3);
    expect(failures.map(({ what }) => what).toSorted()).toEqual([
      'broken.test.ts',
      'mixed.test.ts > fails',
      'mixed.test.ts > with a broken set-up',
      'outside of every test',
    ]);
    expect(Object.fromEntries(skips.map(({ what, reason }) => [what, reason]))).toEqual({
      'mixed.test.ts > gives up inside': 'no broom here',
      'mixed.test.ts > says nothing': undefined,
      'mixed.test.ts > needs a bucket': 'no bucket here',
      'mixed.test.ts > mopping > mops': 'no mop here',
      'mixed.test.ts > with a broken set-up > never runs': 'its set-up failed',
    });
  });

  test('a run that finds no test is a failure', async () => {
    expect(total(await run()).failures).toEqual([{ what: 'vitest', why: 'It ended with 1.' }]);
  });

  test('a forgotten `only` is a failure', async () => {
    await writeFile(
      join(folder, 'only.test.ts'),
      `import { test } from 'vitest'; test.only('one', () => {});`,
    );
    expect(total(await run()).failures[0]?.why).toContain('Unexpected .only modifier');
  });
});

describe('the last words', () => {
  test('a skip without a reason is a failure, and so is a run without tests', () => {
    const part = { name: 'unit', passed: 1, failures: [], ms: 1 };
    expect(doubts([{ ...part, skips: [{ what: 'a', reason: 'no mop here' }] }])).toEqual([]);
    expect(total(doubts([{ ...part, skips: [{ what: 'a', reason: undefined }] }])).failures).toHaveLength(1);
    expect(total(doubts([{ ...part, passed: 0, skips: [] }])).failures[0]?.why).toBe('No test ran.');
  });

  test('the counts stand in the form that machines read', () => {
    expect(counts(12, 0, 3)).toBe('12 passed, 0 failed, 3 skipped');
  });

  test('skips stand under their reason, failures with what was said', () => {
    const skips = ['a', 'b'].map((what) => ({ what, reason: 'no mop here' }));
    expect(skipList(skips)).toBe('no mop here (2 skipped)\n    a\n    b');
    expect(failureList([{ what: 'a', why: 'x\ny\nz' }], 2)).toBe(
      '✗ a\n    x\n    y\n    … 1 more lines above',
    );
  });
});
