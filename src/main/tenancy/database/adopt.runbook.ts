import { defineRunbook } from '../../engine/runbook.ts';
import type { AnyStep } from '../../engine/step.ts';
import { approvePlan } from '../../steps/approve-plan.step.ts';
import { proveEnvironment } from '../../steps/prove-environment.step.ts';
import type { DatabasePorts } from './database-context.ts';
import { databaseIntake, type DatabaseIntake } from './intake.ts';
import { applyMigrations } from './steps/apply-migrations.step.ts';
import { complete } from './steps/complete.step.ts';
import { createDatabase } from './steps/create-database.step.ts';
import { findPlacement } from './steps/find-placement.step.ts';
import { inspectParts } from './steps/inspect-parts.step.ts';
import { proveConfinement } from './steps/prove-confinement.step.ts';
import { registerInMaster } from './steps/register-in-master.step.ts';
import { seedAdmin } from './steps/seed-admin.step.ts';
import { sendInvitation } from './steps/send-invitation.step.ts';
import { setSecret } from './steps/set-secret.step.ts';
import { takeOverParts } from './steps/take-over-parts.step.ts';

type Step = AnyStep<DatabaseIntake, DatabasePorts>;

/** Nothing of an adopted tenant is this run's own to take away. */
const keeping = (step: Step): Step => ({
  ...step,
  undo: { none: 'what was adopted stays; a purge takes it away, and two people sign' },
});

/** What happens when the parts of a tenant that somebody else left are taken over and completed (D10). */
export const adoptDatabase = defineRunbook<DatabaseIntake, DatabasePorts>({
  id: 'database.adopt',
  version: 1,
  title: 'Adopt the parts of a tenant and complete it',
  input: databaseIntake,
  steps: [
    proveEnvironment(),
    inspectParts,
    findPlacement,
    approvePlan(),
    ...[setSecret, takeOverParts, createDatabase, applyMigrations, registerInMaster].map(keeping),
    ...[seedAdmin, proveConfinement, complete, sendInvitation].map(keeping),
  ],
});
