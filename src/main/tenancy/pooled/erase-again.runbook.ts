import { defineRunbook } from '../../engine/runbook.ts';
import { proveEnvironment } from '../../steps/prove-environment.step.ts';
import { eraseAgainInput, type EraseAgainInput } from './offboard-input.ts';
import type { PooledPorts } from './pooled-context.ts';
import { anonymisePeople } from './steps/anonymise-people.step.ts';
import { disableUsers } from './steps/disable-users.step.ts';
import { findResidue } from './steps/find-residue.step.ts';
import { forgetPeople } from './steps/forget-people.step.ts';
import { rememberPeople } from './steps/remember-people.step.ts';
import { removeFiles } from './steps/remove-files.step.ts';
import { scrubTexts } from './steps/scrub-texts.step.ts';

/** What happens when a backup has brought back somebody who was erased. The plan was signed when it was done the first time. */
export const eraseAgainPooled = defineRunbook<EraseAgainInput, PooledPorts>({
  id: 'pooled.erase-again',
  version: 1,
  title: 'Erase again what a backup has brought back',
  input: eraseAgainInput,
  steps: [
    proveEnvironment(),
    disableUsers,
    rememberPeople,
    removeFiles,
    scrubTexts,
    anonymisePeople,
    findResidue,
    forgetPeople,
  ],
});
