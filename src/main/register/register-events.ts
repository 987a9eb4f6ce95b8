/** Entries of the log that tell what became of what was kept. */
export const retentionHeld = 'retention.held';
export const retentionReleased = 'retention.released';
export const retentionSettled = 'retention.settled';

/** Runbooks of any model by which a tenant leaves, is purged, or is erased once more. */
const leavings = ['.offboard', '.purge', '.erase-again'];

/** Whether the register tells of a run. */
export const isOfRegister = (runbook: string): boolean => leavings.some((ending) => runbook.endsWith(ending));

export const retentionEvents = [retentionHeld, retentionReleased, retentionSettled] as const;
