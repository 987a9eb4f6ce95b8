import { z } from 'zod';
import { oneKeyAtMost, recipientKeys } from '../../privacy/export/recipient-keys.ts';

/** What the operator knows about the end of a tenant's contract. */
export const offboardInput = z.strictObject({
  tenantId: z.string().min(3).max(40).describe('Slug'),
  legalName: z.string().trim().min(2).max(200).describe('Display name'),
  reason: z.string().trim().min(3).max(500).describe('Why, and what asks for it: contract, letter, date'),
  recipient: z
    .strictObject({
      email: z.email().max(254).toLowerCase().describe('E-mail'),
      ...recipientKeys,
    })
    .refine(oneKeyAtMost, { path: ['ageRecipient'], error: 'an OpenPGP key or an age recipient, not both' })
    .describe('Who receives the export'),
  waitDays: z.int().min(0).max(365).default(30).describe('Days between the suspension and the drop'),
});
export type OffboardInput = z.infer<typeof offboardInput>;
