import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Mail, MailMessage } from '../../src/main/ports/mail.port.ts';

export type MailUnderTest = {
  readonly mail: Mail;
  /** An address the service lets send. */
  readonly from: string;
  /** Subjects of all mails that left, oldest first: what the outside world saw. */
  delivered(): readonly string[];
  close(): Promise<void>;
};

/** What every mail service promises. */
export function mailConformance(name: string, start: () => Promise<MailUnderTest>): void {
  describe(`mail: ${name}`, () => {
    let subject: MailUnderTest;
    let mail: Mail;
    const message = (change: Partial<MailMessage>): MailMessage => ({
      from: subject.from,
      to: 'broker@firm.example',
      subject: 'Welcome',
      text: 'Good day',
      idempotencyKey: 'run-1/send-welcome',
      ...change,
    });

    beforeAll(async () => {
      subject = await start();
      mail = subject.mail;
    });
    afterAll(() => subject.close());

    test('a message that was sent can be observed', async () => {
      const { id } = await mail.send(message({ subject: 'Observed', idempotencyKey: 'observed' }));
      expect(await mail.observe(id)).toBe('delivered');
    });

    test('nothing is known of a message that was never sent', async () => {
      expect(await mail.observe('00000000-0000-4000-8000-000000000000')).toBeUndefined();
    });

    test('what a message says can be read again, and nothing of one that was never sent', async () => {
      const { id } = await mail.send(
        message({
          subject: 'Read',
          text: 'Good evening',
          html: '<p>Good evening</p>',
          idempotencyKey: 'read',
        }),
      );
      expect(await mail.wordsOf(id)).toBe('Read\nGood evening\n<p>Good evening</p>');
      expect(await mail.wordsOf('00000000-0000-4000-8000-000000000000')).toBeUndefined();
    });

    test('the same message with the same key is delivered once, and has one id', async () => {
      const once = message({ subject: 'Once', idempotencyKey: 'once', html: '<p>Good day</p>' });
      const [first, second] = [await mail.send(once), await mail.send(once)];
      expect(second).toEqual(first);
      expect(subject.delivered().filter((each) => each === 'Once')).toHaveLength(1);
    });

    test('another message with a used key is refused', async () => {
      await mail.send(message({ subject: 'First of its key', idempotencyKey: 'used' }));
      await expect(mail.send(message({ subject: 'Second', idempotencyKey: 'used' }))).rejects.toMatchObject({
        code: 'E_MAIL_REJECTED',
      });
      expect(subject.delivered()).not.toContain('Second');
    });

    test('what was sent to an address is found, newest first, and nothing else', async () => {
      const to = 'Found@Firm.example';
      for (const at of ['one', 'two'])
        await mail.send(message({ to, subject: at, idempotencyKey: `found-${at}` }));
      await mail.send(message({ to: `Somebody <${to}>`, subject: 'three', idempotencyKey: 'found-three' }));
      const found = await mail.sentTo('found@firm.example');
      expect(found.map((each) => each.subject)).toEqual(['three', 'two', 'one']);
      expect(await mail.observe(found[0]!.id)).toBe('delivered');
      expect(await mail.sentTo('und@firm.example')).toEqual([]);
    });
  });
}
