import { expect, test } from 'vitest';
import { arranged } from '../../../../src/renderer/features/provision/arrange.ts';
import { draftName } from '../../../../src/renderer/features/provision/draft-name.ts';
import { entryWords } from '../../../../src/renderer/features/ledger/entry-words.ts';
import { areasOf } from '../../../../src/renderer/features/shell/areas-of.ts';
import { formOf } from '../../../../src/renderer/components/schema-form/field-model.ts';

test('an entry says what happened and to which step', () => {
  expect(entryWords({ type: 'step.done', data: { step: 'pooled.create-tenant' } })).toBe(
    'Done: create tenant',
  );
  expect(entryWords({ type: 'run.opened', data: {} })).toBe('Run opened');
  expect(entryWords({ type: 'policy.changed', data: {} })).toBe('Policy changed');
});

test('a draft is called by the first name in it', () => {
  expect(draftName({ croNumber: '1', legalName: 'Harbour Pensions Ltd' })).toBe('Harbour Pensions Ltd');
  expect(draftName({})).toBe('Not named yet');
});

test('an entry makes stale what depends on it, and always the overview and the ledger', () => {
  expect(areasOf('connection.added')).toContain('connections.');
  expect(areasOf('step.done')).toContain('runs.show');
  expect(areasOf('something.else')).toEqual(['overview.show', 'ledger.show', 'ledger.checkpoint']);
});

test('an intake asks for what is needed before what may be left out, and for checklists last of these', () => {
  const text = { type: 'string' };
  const properties = {
    wish: text,
    list: { type: 'object', additionalProperties: text },
    extra: { type: 'object', properties: { a: text } },
    contact: { type: 'object', properties: { a: text } },
    name: text,
  };
  const form = formOf({ type: 'object', properties, required: ['contact', 'name', 'list'] });
  expect(arranged(form).fields.map(({ key }) => key)).toEqual(['name', 'contact', 'wish', 'list', 'extra']);
});
