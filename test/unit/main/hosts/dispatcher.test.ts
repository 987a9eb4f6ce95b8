import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dispatcher } from '../../../../src/main/hosts/dispatcher.ts';
import { MAX_CALL_LENGTH } from '../../../../src/main/hosts/plain-json.ts';
import type { Call } from '../../../../src/shared/contract/call.ts';
import { calls, findCall } from '../../../../src/shared/contract/index.ts';
import type { Result } from '../../../../src/shared/errors/result.ts';
import { roles, type Role } from '../../../../src/shared/model/role.ts';
import { recordingConsole } from '../../../fakes/recording-console.ts';

const noDefect = (defect: unknown): Promise<string> =>
  Promise.reject(new Error('a defect', { cause: defect }));

const codeOf = (result: Result<unknown>): string => (result.ok ? 'ok' : result.error.code);

function dispatching(held: readonly Role[] = roles) {
  const console = recordingConsole(held);
  return { reached: console.reached, dispatch: dispatcher(console, noDefect) };
}

describe('a name', () => {
  const noNames = [
    ...[
      '',
      'runs',
      'runs.',
      'RUNS.LIST',
      'runs.list ',
      '__proto__',
      'constructor',
      'toString',
      'hasOwnProperty',
    ],
    ...[undefined, null, 0, {}, [], ['runs.list'], { toString: () => 'runs.list' }, Symbol('runs.list')],
  ];

  test.each(noNames.map((name) => ({ name })))(
    'that the registry does not have is refused: $name',
    async ({ name }) => {
      const { dispatch, reached } = dispatching();
      expect(codeOf(await dispatch(name, '{}'))).toBe('E_UNKNOWN_CALL');
      expect(reached).toEqual([]);
    },
  );

  test('of any kind never does harm', async () => {
    await fc.assert(
      fc.asyncProperty(fc.anything(), fc.string(), async (name, json) => {
        const known = findCall(name) !== undefined;
        expect(codeOf(await dispatching().dispatch(name, json)) === 'E_UNKNOWN_CALL').toBe(!known);
      }),
    );
  });
});

describe('an input', () => {
  const deep = '['.repeat(100) + ']'.repeat(100);
  const deepest = '['.repeat(400_000) + ']'.repeat(400_000);
  const malformed = [
    ...['', '{', 'undefined', '{"a":1,}', "{'a':1}", '\u0000', '[object Object]', deep, deepest],
    ...['{"__proto__":{"roles":["superadmin"]}}', '{"filter":[{"__proto__":null}]}'],
    ...[undefined, null, 7, {}, [], new Map(), () => '{}'],
  ];

  test.each(malformed.map((json) => ({ json, shown: inspect(json).slice(0, 30) })))(
    'that is no plain JSON text is refused: $shown',
    async ({ json }) => {
      const { dispatch, reached } = dispatching();
      expect(codeOf(await dispatch('sandbox.status', json))).toBe('E_INVALID_INPUT');
      expect(reached).toEqual([]);
    },
  );

  test('of more than 1 MiB is refused before it is read', async () => {
    const { dispatch, reached } = dispatching();
    expect(codeOf(await dispatch('sandbox.status', `{"a":"${'x'.repeat(MAX_CALL_LENGTH)}`))).toBe(
      'E_CALL_TOO_LARGE',
    );
    expect(reached).toEqual([]);
  });

  test('with a member __proto__ is refused where any JSON may stand', async () => {
    const { dispatch, reached } = dispatching();
    const draft = (intake: string) => `{"connection":"sandbox","intake":${intake}}`;
    expect(codeOf(await dispatch('drafts.save', draft('{"firm":{"__proto__":{"x":1}}}')))).toBe(
      'E_INVALID_INPUT',
    );
    expect(reached).toEqual([]);
    expect(codeOf(await dispatch('drafts.save', draft('{"firm":{}}')))).toBe('E_CANCELLED');
  });

  test('that is wrong says which field, and not what stood there', async () => {
    const result = await dispatching().dispatch('runs.show', '{"runId":"my-secret","also":1}');
    expect(JSON.stringify(result)).toContain('runId');
    expect(JSON.stringify(result)).not.toContain('my-secret');
  });
});

/** Objects with the members that the call asks for, and now and then with others, holding anything. */
function inputsFor({ input }: Call): fc.Arbitrary<unknown> {
  const members = 'shape' in input ? Object.keys(input.shape as object) : [];
  const plausible = fc.constantFrom(
    'sandbox',
    'run_01ARZ3NDEKTSV4RRFFQ69G5FAV',
    'provision',
    1,
    true,
    {},
    [],
  );
  const value = fc.oneof(plausible, fc.jsonValue({ maxDepth: 3 }));
  const shaped = fc.record(Object.fromEntries(members.map((name) => [name, value])), { requiredKeys: [] });
  const strange = fc.dictionary(fc.constantFrom('constructor', 'prototype', 'toString', 'x'), value);
  return fc.oneof(
    shaped,
    fc.tuple(shaped, strange).map(([a, b]) => ({ ...a, ...b })),
    fc.jsonValue(),
  );
}

describe('every call of the contract', () => {
  test.each(calls.map((call) => ({ call, name: call.name })))(
    '$name: no input crashes the host or reaches its operation unparsed',
    async ({ call, name }) => {
      await fc.assert(
        fc.asyncProperty(inputsFor(call), async (input) => {
          const { dispatch, reached } = dispatching();
          const code = codeOf(await dispatch(name, JSON.stringify(input)));
          const parsed = call.input.safeParse(JSON.parse(JSON.stringify(input)));
          expect(code).toBe(parsed.success ? 'E_CANCELLED' : 'E_INVALID_INPUT');
          expect(reached.map((each) => JSON.stringify(each.input))).toEqual(
            parsed.success ? [JSON.stringify(parsed.data)] : [],
          );
        }),
        { numRuns: 60 },
      );
    },
  );

  const matrix = calls.flatMap((call) => roles.map((role) => ({ call, name: call.name, role })));

  test.each(matrix)('$name for $role: as its contract says', async ({ call, name, role }) => {
    const code = codeOf(await dispatching([role]).dispatch(name, '{"no such member":1}'));
    const may = call.open === true || call.roles.includes(role);
    expect(code).toBe(may ? 'E_INVALID_INPUT' : 'E_FORBIDDEN');
  });

  test.each(calls.map((call) => ({ call, name: call.name })))('$name for nobody', async ({ call, name }) => {
    const code = codeOf(await dispatching([]).dispatch(name, '{"no such member":1}'));
    expect(code).toBe(call.open === true ? 'E_INVALID_INPUT' : 'E_FORBIDDEN');
  });
});

describe('a defect', () => {
  test('is written down, and the answer holds its reference and nothing else of it', async () => {
    const told: unknown[] = [];
    const broken = { call: () => Promise.reject(new TypeError('password=hunter2')) };
    const dispatch = dispatcher(broken, (defect, where) => {
      told.push([String(defect), where]);
      return Promise.resolve('ref_1');
    });
    const result = await dispatch('sandbox.status', '{}');
    expect(told).toEqual([['TypeError: password=hunter2', 'sandbox.status']]);
    expect(result).toMatchObject({
      ok: false,
      error: { code: 'E_UNEXPECTED', details: { reference: 'ref_1' } },
    });
    expect(JSON.stringify(result)).not.toContain('hunter2');
  });
});
