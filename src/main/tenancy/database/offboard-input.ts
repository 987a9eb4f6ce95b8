import { z } from 'zod';

/** What the operator knows about the end of a tenant's contract. */
export const offboardInput = z.strictObject({
  tenantId: z.string().min(3).max(40).describe('Slug'),
  legalName: z.string().trim().min(2).max(200).describe('Display name'),
  reason: z.string().trim().min(3).max(500).describe('Why, and what asks for it: contract, letter, date'),
  recipient: z
    .strictObject({
      email: z.email().max(254).toLowerCase(),
      openpgpKey: z
        .string()
        .exactOptional()
        .describe('The tenant’s armoured public key, to encrypt the export to'),
    })
    .describe('Who receives the export'),
  waitDays: z.int().min(0).max(365).default(30).describe('Days between the suspension and the drop'),
});
export type OffboardInput = z.infer<typeof offboardInput>;
