/** Whether an error is a stop and no defect: what a stop cuts off rejects with the stop's own reason. */
export const isStop = (signal: AbortSignal, error: unknown): boolean =>
  signal.aborted && error === signal.reason;
