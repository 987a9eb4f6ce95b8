import type { JsonObject } from '../../shared/model/json.ts';
import type { Runbook } from '../engine/runbook.ts';
import { twoPersonApproval } from '../steps/two-person-approval.step.ts';
import type { RunPorts } from '../tenancy/tenancy-model.ts';

/** A runbook whose run is not over before somebody else has looked at it and signed: for break-glass (D13). */
export const underReview = (
  runbook: Runbook<JsonObject, RunPorts<unknown>>,
): Runbook<JsonObject, RunPorts<unknown>> => ({
  ...runbook,
  id: `${runbook.id}-under-review`,
  title: `${runbook.title} (break-glass)`,
  steps: [...runbook.steps, twoPersonApproval('break-glass')],
});
