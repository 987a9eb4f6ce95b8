/**
 * One run a tenant at a time on a workstation (DESIGN §3). The lock belongs to the process: it is free again the moment the
 * process is gone, however it went.
 */
export type TenantLock = {
  /** Errors: `E_RUN_BUSY` when another process, or another run of this one, holds it. Never waits. */
  acquire(tenantId: string): TenantLease;
  isHeld(tenantId: string): boolean;
};

export type TenantLease = { release(): void };
