import type { ApprovalPurpose } from '../../../shared/model/approval.ts';

/** What a signature is asked for, as a person reads it. */
export const purposeWords: Readonly<Record<ApprovalPurpose, string>> = {
  'off-board': 'Off-boarding',
  purge: 'Final purge',
  'remove-foreign': 'Removal of what others made',
  'break-glass': 'Review of a break-glass',
  'override-isolation': 'Override of the isolation check',
};
