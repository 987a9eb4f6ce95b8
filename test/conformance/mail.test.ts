import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resendMail } from '../../src/main/adapters/resend/resend-mail.adapter.ts';
import { systemClock } from '../../src/sandbox/clock.ts';
import { randomIds } from '../../src/sandbox/ids.ts';
import { openMailStore } from '../../src/sandbox/mail/mail-store.ts';
import { MAIL_FROM, serveMail } from '../../src/sandbox/serve-portal.ts';
import { Secret } from '../../src/shared/model/secret.ts';
import { MemoryMail } from '../fakes/memory-mail.ts';
import { mailConformance } from './mail.conformance.ts';

mailConformance('in memory', () => {
  const mail = new MemoryMail();
  const delivered = () => mail.sent().map(({ subject }) => subject);
  return Promise.resolve({ mail, from: 'console@firm.example', delivered, close: () => Promise.resolve() });
});

mailConformance("Resend's SDK on the mail catcher", async () => {
  const directory = await mkdtemp(join(tmpdir(), 'mail-'));
  const store = openMailStore(directory);
  const server = await serveMail({ store, apiKey: 're_test', clock: systemClock, ids: randomIds });
  return {
    mail: resendMail({ apiKey: new Secret('re_test'), baseUrl: server.url }),
    from: MAIL_FROM,
    delivered: () =>
      store
        .list()
        .toReversed()
        .map(({ subject }) => subject),
    close: async () => {
      await server.close();
      await rm(directory, { recursive: true });
    },
  };
});
