import { complianceCalendar } from './compliance-calendar.service.ts';
import { contributions } from './contributions.service.ts';
import { documents } from './documents.service.ts';
import { emailTemplates } from './email-templates.service.ts';
import { employers } from './employers.service.ts';
import { fundChoices } from './fund-choices.service.ts';
import { keyFunctionHolders } from './key-function-holders.service.ts';
import { members } from './members.service.ts';
import { oraReports } from './ora-reports.service.ts';
import { writtenPolicies } from './policies.service.ts';
import { schemes } from './schemes.service.ts';
import { users } from './users.service.ts';

/** Every resource with routes of its own at `/api/<name>`; fund choices live below their member. */
export const resources = [
  employers,
  schemes,
  members,
  keyFunctionHolders,
  writtenPolicies,
  oraReports,
  contributions,
  documents,
  complianceCalendar,
  emailTemplates,
  users,
] as const;

export {
  complianceCalendar,
  contributions,
  documents,
  emailTemplates,
  employers,
  fundChoices,
  keyFunctionHolders,
  members,
  schemes,
  users,
  writtenPolicies,
};
