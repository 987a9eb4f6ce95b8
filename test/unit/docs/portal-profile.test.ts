import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { portalProfile } from '../../../src/shared/model/portal-profile.ts';

const page = readFileSync(new URL('../../../docs/portal-profile.md', import.meta.url), 'utf8');

test('the profile that the page shows is one', () => {
  const shown = /```json\n([^`]+)```/.exec(page)?.[1] ?? '';
  expect(portalProfile.parse(JSON.parse(shown))).toMatchObject({ name: 'Acme' });
});

test('the page explains every part that a profile may have', () => {
  const schema = JSON.parse(
    readFileSync(new URL('../../../resources/portal-profile.schema.json', import.meta.url), 'utf8'),
  ) as { readonly properties: object };
  const parts = Object.keys(schema.properties);
  expect(parts.filter((part) => !page.includes(part))).toEqual([]);
});
