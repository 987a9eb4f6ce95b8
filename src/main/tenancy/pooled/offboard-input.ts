import { z } from 'zod';
import { oneKeyAtMost, recipientKeys } from '../../privacy/export/recipient-keys.ts';

const tenantId = z.string().min(3).max(64).describe('Broker id');

/** What becomes of columns that the console does not know, and which files stay. */
const erasure = z.strictObject({
  statutoryDocuments: z
    .array(z.string().trim().min(1).max(100))
    .default(['trust-deed', 'scheme-accounts', 'annual-report', 'actuarial-valuation', 'ora-report'])
    .describe('Types of documents that the law keeps; all other files are removed'),
  classified: z
    .record(z.string().regex(/^[^.]+\.[^.]+$/, 'table.column'), z.enum(['keep', 'clear', 'scrub']))
    .default({})
    .describe('Columns that the console does not know, and what becomes of them'),
});

/** What the operator knows about the end of a broker's contract. */
export const offboardInput = z.strictObject({
  tenantId,
  legalName: z.string().trim().min(2).max(200).describe('Legal name of the broker firm'),
  reason: z.string().trim().min(3).max(500).describe('Why, and what asks for it: contract, letter, date'),
  recipient: z
    .strictObject({
      name: z.string().trim().min(2).max(120).describe('Full name'),
      email: z.email().max(254).toLowerCase().describe('E-mail'),
      ...recipientKeys,
    })
    .refine(oneKeyAtMost, { path: ['ageRecipient'], error: 'an OpenPGP key or an age recipient, not both' })
    .describe('Who receives the export'),
  dpo: z
    .strictObject({
      email: z.email().max(254).toLowerCase().describe('E-mail of the data protection officer'),
    })
    .describe('Whom the notice goes to'),
  ...erasure.shape,
});
export type OffboardInput = z.infer<typeof offboardInput>;

export type ErasureInput = Pick<OffboardInput, 'tenantId' | keyof z.infer<typeof erasure>>;

/** What an erasure that is done again goes by: the off-boarding that asked for it first. */
export const eraseAgainInput = z.strictObject({ tenantId, offboarding: z.string(), ...erasure.shape });
export type EraseAgainInput = z.infer<typeof eraseAgainInput>;

/** What the final purge goes by. */
export const purgeInput = z.strictObject({ tenantId, offboarding: z.string() });
export type PurgeInput = z.infer<typeof purgeInput>;
