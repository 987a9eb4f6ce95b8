import { z } from 'zod';
import type { ExportRecipient } from '../../ports/export-files.port.ts';

/** Fields of an input that say what an export is encrypted to: one of them at most. */
export const recipientKeys = {
  openpgpKey: z
    .string()
    .exactOptional()
    .meta({ description: 'Their armoured OpenPGP public key, to encrypt the export to', 'x-lines': 4 }),
  ageRecipient: z
    .string()
    .regex(/^age1[02-9ac-hj-np-z]{58}$/, 'an age recipient: age1 and 58 letters and digits')
    .exactOptional()
    .describe('Or their age recipient, age1…'),
};

type Given = {
  readonly email: string;
  readonly openpgpKey?: string;
  readonly ageRecipient?: string;
};

export const oneKeyAtMost = ({ openpgpKey, ageRecipient }: Given): boolean =>
  openpgpKey === undefined || ageRecipient === undefined;

/** Undefined for an export that is delivered as it is. */
export function recipientOf({ email, openpgpKey, ageRecipient }: Given): ExportRecipient | undefined {
  if (openpgpKey !== undefined) return { by: 'openpgp', key: openpgpKey, email };
  if (ageRecipient !== undefined) return { by: 'age', recipient: ageRecipient };
  return undefined;
}
