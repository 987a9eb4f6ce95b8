import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { resendMail } from '../../../src/main/adapters/resend/resend-mail.adapter.ts';
import type { Mail } from '../../../src/main/ports/mail.port.ts';
import { Secret } from '../../../src/shared/model/secret.ts';

let closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing) close();
  closing = [];
});

async function mailAt(listener: RequestListener, timeoutMs = 30_000): Promise<Mail> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    server.close();
    server.closeAllConnections();
  });
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return resendMail({ apiKey: new Secret('re_key'), baseUrl, timeoutMs });
}

/** An address where a server was and is no more. */
async function nobodyAt(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

const refusing = (statusCode: number, name: string) =>
  mailAt((_, response) =>
    response
      .writeHead(statusCode, { 'content-type': 'application/json' })
      .end(JSON.stringify({ statusCode, name, message: 'about person@firm.example' })),
  );

const message = {
  from: 'console@firm.example',
  to: 'person@firm.example',
  subject: 'Welcome',
  text: 'Good day',
  idempotencyKey: 'key',
};

describe('what the mail service answers, in our words', () => {
  test.each([
    [401, 'missing_api_key', 'E_MAIL_AUTH'],
    [403, 'invalid_api_key', 'E_MAIL_AUTH'],
    [401, 'restricted_api_key', 'E_MAIL_AUTH'],
    [403, 'validation_error', 'E_MAIL_REJECTED'],
    [422, 'invalid_from_address', 'E_MAIL_REJECTED'],
    [409, 'invalid_idempotent_request', 'E_MAIL_REJECTED'],
    [409, 'concurrent_idempotent_requests', 'E_MAIL_IN_DOUBT'],
    [429, 'rate_limit_exceeded', 'E_MAIL_RATE_LIMITED'],
    [429, 'daily_quota_exceeded', 'E_MAIL_RATE_LIMITED'],
    [500, 'internal_server_error', 'E_MAIL_IN_DOUBT'],
  ])('%i %s is %s', async (status, name, code) => {
    const mail = await refusing(status, name);
    await expect(mail.send(message)).rejects.toMatchObject({ code, details: { status, reason: name } });
  });

  test('names nobody: what the service says stays inside', async () => {
    const mail = await refusing(422, 'validation_error');
    const error: unknown = await mail.send(message).catch((caught: unknown) => caught);
    expect(JSON.stringify(error)).not.toContain('person@firm.example');
    expect(String(error)).not.toContain('person@firm.example');
  });
});

describe('a mail service in trouble', () => {
  test('that nobody reaches has sent nothing', async () => {
    const apiKey = new Secret('re_key');
    for (const baseUrl of [await nobodyAt(), 'https://mail.invalid'])
      await expect(resendMail({ apiKey, baseUrl }).send(message)).rejects.toMatchObject({
        code: 'E_MAIL_UNREACHABLE',
      });
  });

  test('that hangs, breaks off or talks nonsense leaves a message in doubt', async () => {
    const hangs = await mailAt(() => undefined, 200);
    const breaksOff = await mailAt((request) => request.socket.resetAndDestroy());
    const nonsense = await mailAt((_, response) => response.end('<html>'));
    const elsewhere = await mailAt((_, response) =>
      response.writeHead(307, { location: 'http://127.0.0.1:1' }).end(),
    );
    for (const mail of [hangs, breaksOff, nonsense, elsewhere])
      await expect(mail.send(message)).rejects.toMatchObject({ code: 'E_MAIL_IN_DOUBT' });
  });

  test('leaves nothing in doubt where it was only asked', async () => {
    const mail = await mailAt((request) => request.socket.resetAndDestroy());
    await expect(mail.observe('id')).rejects.toMatchObject({ code: 'E_MAIL_UNREACHABLE' });
    await expect(mail.sentTo('a@b.example')).rejects.toMatchObject({ code: 'E_MAIL_UNREACHABLE' });
  });
});

test('looks back over pages, and not without an end', async () => {
  let pages = 0;
  const mail = await mailAt((_, response) => {
    pages += 1;
    const data = [{ id: `mail-${pages}`, to: ['person@firm.example'], subject: `${pages}` }];
    response.end(JSON.stringify({ object: 'list', has_more: true, data }));
  });
  expect((await mail.sentTo('person@firm.example')).map(({ id }) => id)).toEqual([
    'mail-1',
    'mail-2',
    'mail-3',
  ]);
});

test('the key never travels in clear text to another machine', () => {
  const apiKey = new Secret('re_key');
  for (const baseUrl of ['http://mail.example', 'ftp://127.0.0.1', 'mail'])
    expect(() => resendMail({ apiKey, baseUrl })).toThrow(
      expect.objectContaining({ code: 'E_INVALID_INPUT' }) as Error,
    );
});
