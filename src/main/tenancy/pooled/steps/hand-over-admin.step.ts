import { handOverCredentials } from '../hand-over-credentials.ts';
import type { RecreateAdminInput } from '../repair-input.ts';
import { recreateAdmin } from './recreate-admin.step.ts';

/** Hands the password of an administrator over who was made for a broker that had none (P16). */
export const handOverAdmin = handOverCredentials<RecreateAdminInput>({
  id: 'pooled.hand-over-admin',
  adminId: (ctx) => ctx.receiptOf(recreateAdmin).adminId,
  recipient: ({ admin }) => admin,
  observe: () => ({ state: 'absent' }),
});
