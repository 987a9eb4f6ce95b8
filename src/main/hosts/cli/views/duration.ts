/** Milliseconds as a person reads them. */
export const duration = (ms: number | undefined): string =>
  ms === undefined ? '' : `${(ms / 1000).toFixed(2)} s`;
