import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { pooledIntake } from '../../../../src/main/tenancy/pooled/intake.ts';
import { formOf, wordsIn, type Field } from '../../../../src/renderer/components/schema-form/field-model.ts';
import { problemsFrom, problemsOf } from '../../../../src/renderer/components/schema-form/form-problems.ts';
import { valueAt, withValue } from '../../../../src/renderer/components/schema-form/form-values.ts';
import type { JsonObject } from '../../../../src/shared/model/json.ts';

const schemaOf = (type: z.ZodType): JsonObject => z.toJSONSchema(type, { io: 'input' }) as JsonObject;
const form = (type: z.ZodType) => formOf(schemaOf(type));
const field = (type: z.ZodType, key: string): Field | undefined =>
  form(type).fields.find((each) => each.key === key);

describe('a form from a schema', () => {
  const sample = z.strictObject({
    legalName: z.string().min(2).max(20).describe('Legal name'),
    id: z.string().exactOptional().meta({ title: 'Id', description: 'Only to fix it beforehand' }),
    email: z.email(),
    day: z.iso.date(),
    story: z.string().max(500),
    port: z.int().min(1).max(65535),
    sure: z.boolean(),
    channel: z.enum(['openpgp', 'by-hand']).meta({ 'x-titles': { openpgp: 'OpenPGP' } }),
    portal: z.strictObject({ url: z.url() }).exactOptional(),
  });

  test('asks for every member by its kind', () => {
    const kinds = form(sample).fields.map(({ key, kind }) => `${key}: ${kind}`);
    expect(kinds).toEqual([
      'legalName: text',
      'id: text',
      'email: text',
      'day: text',
      'story: text',
      'port: number',
      'sure: flag',
      'channel: choice',
      'portal: group',
    ]);
    expect(field(sample, 'day')).toMatchObject({ format: 'date' });
    expect(field(sample, 'story')).toMatchObject({ lines: 2 });
  });

  test('takes its label from the title, else from the description, else from the key', () => {
    expect(field(sample, 'id')).toMatchObject({ label: 'Id', hint: 'Only to fix it beforehand' });
    expect(field(sample, 'legalName')).toMatchObject({ label: 'Legal name' });
    expect(field(sample, 'legalName')).not.toHaveProperty('hint');
    expect(field(z.strictObject({ tls: z.string().meta({ title: 'TLS' }) }), 'tls')).not.toHaveProperty(
      'hint',
    );
    expect(field(sample, 'email')).toMatchObject({ label: 'Email' });
    expect(wordsIn('caFile')).toBe('Ca file');
    expect(wordsIn('dpa-signed')).toBe('Dpa signed');
  });

  test('names the values of an enum in words', () => {
    expect(field(sample, 'channel')).toMatchObject({
      options: [
        { value: 'openpgp', label: 'OpenPGP' },
        { value: 'by-hand', label: 'By hand' },
      ],
    });
  });

  test('needs no more than the schema needs: what is optional or has a default may be left out', () => {
    const type = z.strictObject({ a: z.string(), b: z.string().exactOptional(), c: z.string().default('x') });
    expect(form(type).fields.map(({ required }) => required)).toEqual([true, false, false]);
  });

  test('takes the items of a checklist from the schema, from its keys, or from what came with the prompt', () => {
    const remarks = z.record(z.string(), z.string());
    const keyed = z.partialRecord(z.enum(['dpa-signed']), z.string());
    const items = [{ id: 'login', title: 'Can log in' }];
    const itemsOf = (type: z.ZodType) => formOf(schemaOf(z.object({ list: type })), { items }).fields[0];
    expect(itemsOf(remarks)).toMatchObject({ kind: 'items', items });
    expect(itemsOf(keyed)).toMatchObject({ items: [{ id: 'dpa-signed', title: 'Dpa signed' }] });
    expect(field(pooledIntake, 'checklist')).toMatchObject({
      items: expect.arrayContaining([
        expect.objectContaining({
          id: 'dpa-signed',
          about: expect.stringContaining('signatures') as string,
          mandatory: true,
        }),
      ]) as unknown,
    });
  });

  test('refuses a schema that no form can ask for', () => {
    expect(() => formOf({ type: 'string' })).toThrow(/object/);
    expect(() => formOf({ type: 'object', properties: { a: { type: 'array' } } })).toThrow(
      /cannot ask for a/,
    );
  });
});

describe('the values of a form', () => {
  test('are changed at their place without touching the others', () => {
    const before = { a: { b: '1', c: '2' }, d: '3' };
    expect(withValue(before, ['a', 'b'], 'x')).toEqual({ a: { b: 'x', c: '2' }, d: '3' });
    expect(before.a.b).toBe('1');
    expect(withValue({}, ['list', 'item', 'note'], 'x')).toEqual({ list: { item: { note: 'x' } } });
  });

  test('leave out what was emptied, for optional means absent', () => {
    expect(withValue({ a: 'x', b: 'y' }, ['a'], '')).toEqual({ b: 'y' });
    expect(withValue({ a: { b: 'x' } }, ['a', 'b'], undefined)).toEqual({ a: {} });
  });

  test('are read by their path', () => {
    expect(valueAt({ a: { b: 'x' } }, ['a', 'b'])).toBe('x');
    expect(valueAt({ a: 'x' }, ['a', 'b'])).toBeUndefined();
  });
});

describe('what is wrong with an intake', () => {
  const intake = form(pooledIntake);
  const attested = { done: true, by: 'Aoife Byrne', at: '2026-11-21' };
  const mandatory = ['dpa-signed', 'company-confirmed', 'contact-email-confirmed', 'contact-name-confirmed'];
  const complete: JsonObject = {
    legalName: 'Harbour Pensions Ltd',
    croNumber: '72104',
    contact: { name: 'Niamh Kelly', email: 'niamh.kelly@example.com' },
    plan: 'Professional',
    checklist: Object.fromEntries(
      [...mandatory, 'billing-confirmed', 'duties-briefed'].map((id) => [id, attested]),
    ),
  };

  test('nothing, when it is what the console takes', () => {
    expect(pooledIntake.safeParse(complete).success).toBe(true);
    expect(problemsOf(intake, complete)).toEqual({});
  });

  test('is told field by field when nothing is there', () => {
    expect(problemsOf(intake, {})).toEqual({
      legalName: 'This is needed.',
      croNumber: 'This is needed.',
      'contact.name': 'This is needed.',
      'contact.email': 'This is needed.',
      plan: 'This is needed.',
      checklist: '6 mandatory items are open.',
    });
  });

  test.each([
    ['croNumber', '012', 'One to seven digits, no leading zero.'],
    ['legalName', 'X', 'At least 2 letters.'],
    ['legalName', '   ', 'This is needed.'],
    ['legalName', 'x'.repeat(201), 'At most 200 letters.'],
    ['contact.email', 'niamh', 'Not a complete e-mail address, like name@firm.ie.'],
    ['checklist.dpa-signed.at', '2026-02-30', 'Not a date.'],
  ])('%s cannot be “%s”', (path, value, problem) => {
    expect(problemsOf(intake, withValue(complete, path.split('.'), value))).toEqual({ [path]: problem });
  });

  test('asks nothing of an optional group that is not there, and all of one that is', () => {
    expect(problemsOf(intake, { ...complete, handOver: {} })).toEqual({
      'handOver.channel': 'This is needed.',
    });
  });

  test('is put beside the field that the console names', () => {
    const lines = ['intake.contact.email: invalid email', 'croNumber: taken.', 'nonsense'];
    expect(problemsFrom(lines, 'intake')).toEqual({ 'contact.email': 'Invalid email.', croNumber: 'Taken.' });
    expect(problemsFrom(undefined)).toEqual({});
  });
});
