/** Entries of the log that tell what became of what was kept. */
export const retentionHeld = 'retention.held';
export const retentionReleased = 'retention.released';
export const retentionSettled = 'retention.settled';

export const retentionEvents = [retentionHeld, retentionReleased, retentionSettled] as const;
