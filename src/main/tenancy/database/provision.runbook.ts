import { defineRunbook } from '../../engine/runbook.ts';
import { approvePlan } from '../../steps/approve-plan.step.ts';
import { proveEnvironment } from '../../steps/prove-environment.step.ts';
import type { DatabasePorts } from './database-context.ts';
import { databaseIntake, type DatabaseIntake } from './intake.ts';
import { applyMigrations } from './steps/apply-migrations.step.ts';
import { checkState } from './steps/check-state.step.ts';
import { complete } from './steps/complete.step.ts';
import { createDatabase } from './steps/create-database.step.ts';
import { proveConfinement } from './steps/prove-confinement.step.ts';
import { registerInMaster } from './steps/register-in-master.step.ts';
import { resolvePlacement } from './steps/resolve-placement.step.ts';
import { seedAdmin } from './steps/seed-admin.step.ts';
import { sendInvitation } from './steps/send-invitation.step.ts';
import { setSecret } from './steps/set-secret.step.ts';

/** What happens when a tenant gets a database of its own, top to bottom (D3). */
export const provisionDatabase = defineRunbook<DatabaseIntake, DatabasePorts>({
  id: 'database.provision',
  version: 1,
  undoneBy: ['E_MIGRATIONS_FAILED'],
  title: 'Provision a tenant with a database of its own',
  input: databaseIntake,
  steps: [
    proveEnvironment(),
    resolvePlacement,
    checkState,
    approvePlan(),
    setSecret,
    createDatabase,
    applyMigrations,
    registerInMaster,
    seedAdmin,
    proveConfinement,
    complete,
    sendInvitation,
  ],
});
