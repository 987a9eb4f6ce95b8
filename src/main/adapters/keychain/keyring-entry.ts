import { AsyncEntry } from '@napi-rs/keyring';

/** What travels to wherever the operating system's keychain is called: one question, one answer. */
export type KeyringQuestion = { readonly service: string; readonly account: string } & (
  { readonly verb: 'get' } | { readonly verb: 'delete' } | { readonly verb: 'set'; readonly value: string }
);

/** The value for `get`, whether there was one for `delete`, nothing for `set`. */
export type KeyringAnswer = string | boolean | null;

export type AskKeyring = (question: KeyringQuestion) => Promise<KeyringAnswer>;

/**
 * Asks the operating system's keychain in this very process. It may block, also synchronously, and a prompt that nobody
 * answers keeps the process from ending: see `askKeyringProcess`.
 *
 * On Linux the entry is pinned to the Secret Service. Left alone the library falls back to the kernel's keyring, which
 * forgets everything at the next boot.
 */
export const askKeyringHere: AskKeyring = async (question) => {
  const entry = new AsyncEntry(question.service, question.account, { linux: { store: 'secret-service' } });
  switch (question.verb) {
    case 'get':
      return entry.getPassword();
    case 'delete':
      return entry.deleteCredential();
    case 'set':
      await entry.setPassword(question.value);
      return null;
  }
};
