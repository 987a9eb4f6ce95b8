import { Resend } from 'resend';

export type Mail = { readonly to: string; readonly subject: string; readonly text: string };

export type Mailer = {
  /** Sends one mail; the same key with the same mail sends it once. False when the service refuses it or is away. */
  readonly send: (mail: Mail, idempotencyKey: string) => Promise<boolean>;
};

export type MailerOptions = { readonly url: string; readonly apiKey: string; readonly from: string };

/** Mail through the Resend SDK. */
export function createMailer({ url, apiKey, from }: MailerOptions): Mailer {
  const resend = new Resend(apiKey, { baseUrl: url });
  return {
    send: async ({ to, subject, text }, idempotencyKey) => {
      const { error } = await resend.emails.send({ from, to, subject, text }, { idempotencyKey });
      return error === null;
    },
  };
}
