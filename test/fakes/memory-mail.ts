import { isDeepStrictEqual } from 'node:util';
import type { Mail, MailMessage, MailState } from '../../src/main/ports/mail.port.ts';
import { OperatorError } from '../../src/shared/errors/operator-error.ts';

/** A mail service that delivers at once and keeps everything. `failure` makes every call fail with it. */
export class MemoryMail implements Mail {
  failure: OperatorError | undefined;
  readonly #sent: (MailMessage & { readonly id: string })[] = [];

  async send(message: MailMessage): Promise<{ readonly id: string }> {
    await this.#open();
    const earlier = this.#sent.find(({ idempotencyKey }) => idempotencyKey === message.idempotencyKey);
    const id = earlier?.id ?? `mail-${this.#sent.length + 1}`;
    if (earlier === undefined) this.#sent.push({ ...message, id });
    else if (!isDeepStrictEqual(earlier, { ...message, id })) throw new OperatorError('E_MAIL_REJECTED');
    return { id };
  }

  async observe(id: string): Promise<MailState | undefined> {
    await this.#open();
    return this.#sent.some((message) => message.id === id) ? 'delivered' : undefined;
  }

  async sentTo(address: string): Promise<readonly { readonly id: string; readonly subject: string }[]> {
    await this.#open();
    const wanted = address.toLowerCase();
    return this.#sent
      .filter(({ to }) => (/<([^>]+)>/.exec(to)?.[1] ?? to).toLowerCase() === wanted)
      .map(({ id, subject }) => ({ id, subject }))
      .toReversed();
  }

  async wordsOf(id: string): Promise<string | undefined> {
    await this.#open();
    const found = this.#sent.find((message) => message.id === id);
    return found && [found.subject, found.text, found.html ?? ''].join('\n');
  }

  /** Everything that was sent, oldest first. */
  sent(): readonly MailMessage[] {
    return this.#sent;
  }

  #open(): Promise<void> {
    return this.failure === undefined ? Promise.resolve() : Promise.reject(this.failure);
  }
}
