import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { operations } from '../../../../src/main/operations/index.ts';
import type { Call } from '../../../../src/shared/contract/call.ts';
import { calls, findCall } from '../../../../src/shared/contract/index.ts';
import { roles } from '../../../../src/shared/model/role.ts';

const folder = resolve('src/shared/contract');
const isCall = (value: unknown): value is Call =>
  typeof value === 'object' && value !== null && 'roles' in value && 'output' in value;

const names = calls.map(({ name }) => name);

test('holds every call that a contract file declares', async () => {
  const files = readdirSync(folder).filter((file) => file.endsWith('.contract.ts'));
  const modules = await Promise.all(files.map((file) => import(resolve(folder, file)) as Promise<object>));
  const declared = modules.flatMap((module) => Object.values(module).filter(isCall));
  expect(declared.map(({ name }) => name).toSorted()).toEqual(names.toSorted());
});

test('names each call once, `<area>.<verb>`', () => {
  expect(new Set(names).size).toBe(names.length);
  expect(names.filter((name) => !/^[a-z]+\.[a-z]+(-[a-z]+)*$/.test(name))).toEqual([]);
});

test('has an operation behind every call, and no operation without a call', () => {
  expect([...operations.keys()].toSorted()).toEqual(names.toSorted());
});

test('gives every call to somebody', () => {
  expect(
    calls.filter(({ roles: may }) => may.length === 0 || may.some((role) => !roles.includes(role))),
  ).toEqual([]);
});

test('knows nothing but its own names', () => {
  expect(['__proto__', 'constructor', 'size', '', undefined].map(findCall)).toEqual(Array(5).fill(undefined));
});
