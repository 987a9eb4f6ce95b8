import { useState } from 'react';
import type { JsonObject } from '../../../../shared/model/json.ts';

const typed = new Map<string, JsonObject>();

/**
 * What has been typed into a prompt so far. It outlives the screen, so that whoever looks something up and comes back is where they
 * were; it does not outlive the window, because it may hold personal data.
 */
export function useAnswer(runId: string, stepId: string, initial: JsonObject) {
  const key = `${runId} ${stepId}`;
  const [value, setValue] = useState(() => typed.get(key) ?? initial);
  const change = (next: JsonObject) => {
    typed.set(key, next);
    setValue(next);
  };
  return [value, change] as const;
}
