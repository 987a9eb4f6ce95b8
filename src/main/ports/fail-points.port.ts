/**
 * Every place at which the console can die in a way that matters: before and after each write to the ledger, around each
 * effect, around COMMIT, between steps, in a rollback. A test kills a real process at each of them.
 */
export const failPointNames = [
  'engine.between-steps',
  'engine.before-record',
  'engine.after-record',
  'engine.before-observe',
  'engine.after-observe',
  'engine.before-apply',
  'engine.after-apply',
  'engine.before-undo',
  'engine.after-undo',
  'engine.after-proof-of-absence',
  'ledger.inside-append',
  'ledger.before-anchor',
  'ledger.before-pin',
  'ledger.after-anchor',
  'database.inside-transaction',
  'database.before-commit',
  'database.commit-sent',
  'database.after-commit',
  'server.before-statement',
  'server.after-statement',
  'portal.before-request',
  'portal.request-sent',
  'portal.after-answer',
  'mail.before-send',
  'mail.after-send',
  'objects.before-remove',
  'objects.after-remove',
  'share.before-share',
  'share.after-share',
] as const;
export type FailPoint = (typeof failPointNames)[number];

/**
 * Where the code says that it comes by such a place. The product passes none in, so nothing happens; there is no switch in the
 * product that could change this.
 */
export type FailPoints = {
  /** `where` tells the step, event or statement that is at work. Returns, or never does. */
  reach(name: FailPoint, where?: string): void;
};
