import { writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { askForm } from '../../../../src/main/hosts/cli/prompts/form.ts';
import { readSchema } from '../../../../src/main/hosts/cli/prompts/json-schema.ts';
import { pooledIntake } from '../../../../src/main/tenancy/pooled/intake.ts';
import type { JsonObject } from '../../../../src/shared/model/json.ts';
import { scriptedAsk } from '../../../fakes/scripted-ask.ts';

const formOf = (shape: z.ZodType) => readSchema(z.toJSONSchema(shape, { io: 'input' }) as JsonObject);

const attested = { done: true, by: 'Jo', at: '2026-01-31' };

describe('a form drawn from a schema', () => {
  test('asks for a whole intake, and what comes out passes its check', async () => {
    const sameAgain = [true, '', '', ''];
    const answers = [...Array<(string | boolean)[]>(6).fill(sameAgain)].flat();
    const ask = scriptedAsk(
      ...['', 'Example Ltd', '0123', '123', 'Ada', 'ada@', 'ada@example.ie', 'standard', ''],
      ...[true, 'Jo', '31.1.2026', '2026-01-31', 'DPA-17', ...answers],
      ...[true, 'manual', '', 'by phone'],
    );
    const intake = await askForm(ask, formOf(pooledIntake));
    expect(intake).toMatchObject({
      legalName: 'Example Ltd',
      croNumber: '123',
      contact: { name: 'Ada', email: 'ada@example.ie' },
      checklist: { 'dpa-signed': { ...attested, note: 'DPA-17' }, 'duties-briefed': attested },
      handOver: { channel: 'manual', note: 'by phone' },
    });
    expect(intake).not.toHaveProperty('tenantId');
    expect(pooledIntake.safeParse(intake).error).toBeUndefined();
    expect(ask.asked.filter((line) => line.startsWith('!'))).toEqual([
      String.raw`! must match ^[1-9]\d{0,6}$`,
      '! must look like name@example.ie',
      '! must look like 2026-01-31',
    ]);
  });

  test('offers what is required again for the next entry of a record, and evidence never', async () => {
    const entry = z.strictObject({ by: z.string(), note: z.string().default('') });
    const ask = scriptedAsk('Jo', 'DPA-17', '', '');
    const form = formOf(z.object({ items: z.record(z.enum(['a-one', 'b-two']), entry) }));
    expect(await askForm(ask, form)).toEqual({
      items: { 'a-one': { by: 'Jo', note: 'DPA-17' }, 'b-two': { by: 'Jo' } },
    });
    expect(ask.asked[3]).toBe('B two – Note (optional) []');
  });

  test('offers the values it starts from', async () => {
    const ask = scriptedAsk('', 'new');
    const form = formOf(z.object({ a: z.string(), b: z.string() }));
    expect(await askForm(ask, form, { a: 'old a', b: 'old b' })).toEqual({ a: 'old a', b: 'new' });
    expect(ask.asked).toEqual(['A [old a]', 'B [old b]']);
  });

  test('leaves out what may be left out', async () => {
    const form = formOf(
      z.object({
        text: z.string().optional(),
        kind: z.enum(['x', 'y']).optional(),
        part: z.object({ a: z.string() }).optional(),
      }),
    );
    expect(await askForm(scriptedAsk('', '(leave out)', false), form)).toEqual({});
  });

  test('takes numbers, truth values, and anything else as JSON', async () => {
    const form = formOf(
      z.object({ port: z.int().min(1).max(9), live: z.boolean(), tags: z.array(z.string()) }),
    );
    const ask = scriptedAsk('x', '1.5', '10', '7', true, 'no', '["a"]');
    expect(await askForm(ask, form)).toEqual({ port: 7, live: true, tags: ['a'] });
    expect(ask.asked.filter((line) => line.startsWith('!'))).toEqual([
      '! a number is needed',
      '! a whole number is needed',
      '! from 1 to 9',
      '! this is no JSON',
    ]);
  });

  test('reads a text of many lines from a file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'form-'));
    try {
      writeFileSync(join(folder, 'key.asc'), 'line 1\nline 2\n');
      const ask = scriptedAsk(`@${join(folder, 'missing.asc')}`, `@${join(folder, 'key.asc')}`);
      expect(await askForm(ask, formOf(z.object({ key: z.string() })))).toEqual({ key: 'line 1\nline 2\n' });
      expect(ask.asked).toContain('! there is no such file');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
