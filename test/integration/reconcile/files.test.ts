import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Console } from '../../../src/main/compose.ts';
import { addConnection } from '../../../src/shared/contract/connections.contract.ts';
import { scanOrphans, startRepair } from '../../../src/shared/contract/reconcile.contract.ts';
import { closeConsolesAfterAll, connectedConsole, HERE, resume, stoppedAt } from '../../helpers/console.ts';
import { connectionTo } from '../../helpers/connections.ts';
import { haveSigned, openOffices } from '../../helpers/offices.ts';
import { usePortal } from '../../helpers/sandbox.ts';

const kind = 'blobs-without-broker';
const stray = ['brk_NOBODY/sch_1/letter/a.pdf', 'brk_NOBODY/sch_1/letter/b.pdf', 'loose.txt'];

closeConsolesAfterAll();

describe.each(['brokers-snake', 'bare-camel'] as const)('files of no broker on %s', (variant) => {
  const portal = usePortal({ variant });
  let console: Console;
  let offices: readonly Console[];
  let healthy: readonly string[];

  beforeAll(async () => {
    console = await connectedConsole(portal());
    offices = await openOffices(console);
    healthy = paths();
  });
  afterEach(() => {
    for (const path of paths()) if (!healthy.includes(path)) portal().blob.store.remove(path);
  });

  const paths = () =>
    portal()
      .blob.store.list('')
      .map(({ pathname }) => pathname);
  const plant = () => {
    for (const path of stray) portal().blob.store.put(path, Buffer.from(path), 'text/plain');
  };
  const found = async () => {
    const { kinds } = await console.call(scanOrphans, { connection: HERE });
    return kinds.find((each) => each.kind === kind);
  };

  test('are none as long as each has its broker; then each is found with the prefix that names nobody', async () => {
    expect(healthy.length).toBeGreaterThan(0);
    expect(await found()).toMatchObject({ found: 0, orphans: [] });
    plant();
    const { orphans } = (await found())!;
    expect(orphans.map(({ id }) => id).toSorted()).toEqual(stray);
    expect(new Set(orphans.map(({ parentId }) => parentId))).toEqual(new Set(['brk_NOBODY', 'loose.txt']));
  });

  test.each([
    ['quarantine', stray.map((path) => `quarantine/${path}`)],
    ['remove', []],
  ] as const)(
    'go by %s once another person has signed, and no other file is touched',
    async (repair, left) => {
      plant();
      const run = await console.call(startRepair, { connection: HERE, kind, repair });
      expect(run, stoppedAt(run)).toMatchObject({ prompt: { stepId: 'two-person-approval' } });
      await haveSigned(console, offices, run.runId);
      const done = await resume(console, run);
      expect(done.state, stoppedAt(done)).toBe('completed');
      expect(paths()).toEqual([...healthy, ...left].toSorted());
      expect(await found()).toMatchObject({ found: 0 });
      expect(JSON.stringify(done)).not.toContain('letter/a.pdf');
    },
  );

  test('that somebody has claimed by now stop the repair before one is touched', async () => {
    plant();
    const run = await console.call(startRepair, { connection: HERE, kind });
    await haveSigned(console, offices, run.runId);
    const [document] = await portal()
      .db.selectFrom('documents')
      .select(['id', 'blobPath'])
      .limit(1)
      .execute();
    const claim = (blobPath: string) =>
      portal().db.updateTable('documents').set({ blobPath }).where('id', '=', String(document?.id)).execute();
    await claim(stray[0]!);
    expect(stoppedAt(await resume(console, run))).toBe('pooled.repair-files E_ORPHANS_CHANGED');
    await claim(String(document?.blobPath));
    expect(paths()).toEqual([...healthy, ...stray].toSorted());
  });
});

describe('a deployment', () => {
  const portal = usePortal();

  test('without a file store says that files are not looked at; with one that is away nothing is said at all', async () => {
    const console = await connectedConsole(portal(), { objects: { apiUrl: 'http://127.0.0.1:1' } });
    await expect(console.call(scanOrphans, { connection: HERE })).rejects.toMatchObject({
      code: 'E_OBJECTS_UNREACHABLE',
    });
    const { objects: _, ...without } = connectionTo(portal(), { name: 'storeless' });
    await console.call(addConnection, {
      connection: without,
      password: portal().database.consolePassword,
      mailKey: portal().mail.apiKey,
    });
    const { kinds } = await console.call(scanOrphans, { connection: 'storeless' });
    expect(kinds.find((each) => each.kind === kind)?.untold).toMatch(/not looked at/);
  });
});
