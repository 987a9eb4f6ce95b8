import { z } from 'zod';
import { attestedItem, type ChecklistItem } from '../../../shared/model/checklist.ts';
import { shareChannels } from '../../../shared/model/hand-over.ts';

/** The pre-provisioning checklist of the runbook on paper (P4; source 1 §2). */
export const preProvisioningChecklist = [
  {
    id: 'dpa-signed',
    title: 'Data Processing Agreement signed',
    about: 'Both signatures are there, and the version is the one in force.',
    mandatory: true,
  },
  {
    id: 'company-confirmed',
    title: 'Legal name and CRO number confirmed',
    about: 'Compared with the public register of the Companies Registration Office.',
    mandatory: true,
  },
  {
    id: 'contact-email-confirmed',
    title: 'Primary contact e-mail confirmed (becomes the login)',
    about: 'The contact answered from this address; a typing error would hand the login to a stranger.',
    mandatory: true,
  },
  {
    id: 'contact-name-confirmed',
    title: 'Primary contact full name confirmed',
    about: 'The person exists and acts for the firm.',
    mandatory: true,
  },
  {
    id: 'billing-confirmed',
    title: 'Billing plan and payment method confirmed',
    about: 'The plan is the one agreed, and the payment method works.',
    mandatory: true,
  },
  {
    id: 'white-label-noted',
    title: 'Sub-domain or white-label wish noted',
    about: 'Only if the broker has one.',
    mandatory: false,
  },
  {
    id: 'duties-briefed',
    title: 'Broker briefed on its duties as data controller',
    about: 'The broker knows that the people in the portal are its responsibility.',
    mandatory: true,
  },
] as const satisfies readonly ChecklistItem[];

const itemIds = preProvisioningChecklist.map(({ id }) => id);

/**
 * A number of the Irish Companies Registration Office: one to seven digits without a leading zero, as its public register
 * prints company numbers.
 */
const croNumber = z
  .string()
  .trim()
  .regex(/^[1-9]\d{0,6}$/, 'a CRO number has one to seven digits and no leading zero');

/** What an operator knows of a broker firm before it is brought to life. Forms are drawn from it; `x-` keywords are for them. */
export const pooledIntake = z.strictObject({
  tenantId: z
    .string()
    .min(3)
    .max(64)
    .exactOptional()
    .meta({ title: 'Broker id', description: 'Only to fix the id beforehand; a fresh one otherwise' }),
  legalName: z.string().trim().min(2).max(200).describe('Legal name of the broker firm'),
  croNumber: croNumber.meta({
    description: 'CRO number',
    'x-hint': 'One to seven digits, no leading zero',
  }),
  contact: z.strictObject({
    name: z.string().trim().min(2).max(120).describe('Full name of the primary contact'),
    email: z.email().max(254).toLowerCase().describe('E-mail of the primary contact; becomes the login'),
  }),
  plan: z.string().trim().min(1).max(60).describe('Billing plan'),
  whiteLabel: z.string().trim().max(200).exactOptional().describe('Sub-domain or white-label wish'),
  checklist: z
    .partialRecord(z.enum(itemIds), attestedItem)
    .meta({ description: 'Pre-provisioning checklist', 'x-items': preProvisioningChecklist }),
  handOver: z
    .strictObject({
      channel: z.enum(shareChannels).describe('Secure channel for the credentials'),
      openpgpKey: z.string().exactOptional().describe('The broker’s armoured public key'),
      note: z
        .string()
        .trim()
        .max(500)
        .exactOptional()
        .describe('How it was delivered, for a manual hand-over'),
    })
    .exactOptional(),
});

export type PooledIntake = z.infer<typeof pooledIntake>;
