/**
 * Who uses the console (C3). An operator holds one or more; each contract call names who may call it and the operation
 * layer enforces it.
 */
export const roles = ['superadmin', 'approver', 'dpo', 'support'] as const;
export type Role = (typeof roles)[number];
