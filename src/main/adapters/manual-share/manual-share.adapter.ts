import type { SecretShare } from '../../ports/secret-share.port.ts';

/**
 * A person hands the secret over: by telephone, in person. The host reveals it to that person; here it is only put on record
 * that this way was chosen. There is nothing to withdraw.
 */
export const manualShare: SecretShare = {
  channel: 'manual',
  available: () => Promise.resolve({ ok: true }),
  share: (_secret, { key }) => Promise.resolve({ receipt: { channel: 'manual', reference: key } }),
  withdraw: () => Promise.resolve(0),
};
