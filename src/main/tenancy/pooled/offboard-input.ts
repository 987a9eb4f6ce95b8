import { z } from 'zod';

/** What the operator knows about the end of a broker's contract. */
export const offboardInput = z.strictObject({
  tenantId: z.string().min(3).max(64).describe('Broker id'),
  legalName: z.string().trim().min(2).max(200).describe('Legal name of the broker firm'),
  reason: z.string().trim().min(3).max(500).describe('Why, and what asks for it: contract, letter, date'),
  recipient: z
    .strictObject({
      name: z.string().trim().min(2).max(120),
      email: z.email().max(254).toLowerCase(),
      openpgpKey: z
        .string()
        .exactOptional()
        .describe('The broker’s armoured public key, to encrypt the export to'),
    })
    .describe('Who receives the export'),
  dpo: z.strictObject({ email: z.email().max(254).toLowerCase() }).describe('Whom the notice goes to'),
  statutoryDocuments: z
    .array(z.string().trim().min(1).max(100))
    .default(['trust-deed', 'scheme-accounts', 'annual-report', 'actuarial-valuation', 'ora-report'])
    .describe('Types of documents that the law keeps; all other files are removed'),
  classified: z
    .record(z.string().regex(/^[^.]+\.[^.]+$/, 'table.column'), z.enum(['keep', 'clear', 'scrub']))
    .default({})
    .describe('Columns that the console does not know, and what becomes of them'),
});
export type OffboardInput = z.infer<typeof offboardInput>;
