import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Resend } from 'resend';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Clock } from '../../../src/sandbox/clock.ts';
import { randomIds } from '../../../src/sandbox/ids.ts';
import type { LoopbackServer } from '../../../src/sandbox/loopback.ts';
import { openMailStore } from '../../../src/sandbox/mail/mail-store.ts';
import { serveMail } from '../../../src/sandbox/serve-portal.ts';

const mail = { from: 'Portal <a@portal.example>', to: 'b@broker.example', subject: 'Welcome', text: 'Hello' };
const DAY_MS = 86_400_000;

describe('the mail catcher, through the SDK of Resend', () => {
  const directory = mkdtempSync(join(tmpdir(), 'mail-catcher-'));
  let server: LoopbackServer;
  let resend: Resend;
  let now = Date.parse('2026-05-01T10:00:00Z');
  const clock: Clock = { now: () => new Date(now) };

  const open = async () => {
    server = await serveMail({ store: openMailStore(directory), apiKey: 're_right', clock, ids: randomIds });
    resend = new Resend('re_right', { baseUrl: server.url });
  };
  beforeAll(open);
  afterAll(async () => {
    await server.close();
    rmSync(directory, { recursive: true });
  });

  test('keeps a mail, and gives it back', async () => {
    const { data } = await resend.emails.send(mail);
    const kept = await resend.emails.get(data!.id);
    expect(kept.data).toMatchObject({
      ...mail,
      to: ['b@broker.example'],
      last_event: 'delivered',
      created_at: '2026-05-01T10:00:00.000Z',
    });
  });

  test('sends a mail with an idempotency key once, and refuses another mail with the same key', async () => {
    const key = { idempotencyKey: 'enrol-1' };
    const first = await resend.emails.send(mail, key);
    expect(await resend.emails.send(mail, key)).toMatchObject({ data: { id: first.data!.id } });
    const other = await resend.emails.send({ ...mail, subject: 'Other' }, key);
    expect(other.error).toMatchObject({ name: 'invalid_idempotent_request', statusCode: 409 });
    now += DAY_MS + 1;
    expect((await resend.emails.send(mail, key)).data!.id).not.toBe(first.data!.id);
  });

  test('takes a batch and lists in pages, newest first', async () => {
    const batch = await resend.batch.send([
      { ...mail, subject: 'One' },
      { ...mail, subject: 'Two' },
    ]);
    expect(batch.data!.data).toHaveLength(2);
    const page = await resend.emails.list({ limit: 2 });
    expect(page.data).toMatchObject({ has_more: true, data: [{ subject: 'Two' }, { subject: 'One' }] });
    const next = await resend.emails.list({ limit: 1, after: page.data!.data[0]!.id });
    expect(next.data).toMatchObject({ data: [{ subject: 'One' }] });
  });

  test('remembers after a restart', async () => {
    const before = await resend.emails.list({ limit: 100 });
    await server.close();
    await open();
    expect((await resend.emails.list({ limit: 100 })).data).toEqual(before.data);
  });

  test('refuses a wrong key, a mail without recipient and an id nobody has', async () => {
    const stranger = new Resend('re_wrong', { baseUrl: server.url });
    expect((await stranger.emails.send(mail)).error).toMatchObject({ name: 'invalid_api_key' });
    expect((await resend.emails.send({ ...mail, to: [] })).error).toMatchObject({
      name: 'validation_error',
      statusCode: 422,
    });
    expect((await resend.emails.get('no-such-mail')).error).toMatchObject({ name: 'not_found' });
  });
});
