import type { RegisterRecord, RetainedItem } from '../../../shared/model/register.ts';
import type { Tone } from '../../components/tone.ts';
import { runWords } from '../run/run-words.ts';

export const itemWords: Readonly<Record<RetainedItem, string>> = {
  'operational-logs': 'Operational logs',
  'security-events': 'Security events',
  'scheme-records': 'Scheme records',
};

/** Where a record stands, as the DPO asks: is something to be done, is it held, is it over? */
export function standingOf(record: RegisterRecord): { readonly word: string; readonly tone: Tone } {
  if (record.purgedAt !== undefined) return { word: 'Purged', tone: 'quiet' };
  if (record.hold !== undefined) return { word: 'Legal hold', tone: 'doubt' };
  if (record.due.length > 0) return { word: 'Due', tone: 'warn' };
  if (record.state === 'completed') return { word: 'Kept', tone: 'good' };
  return runWords[record.state];
}

export const nameOf = ({ legalName, tenantId }: RegisterRecord): string =>
  legalName === '' ? tenantId : legalName;

/** The last day on which anything is kept; empty before the clock has begun. */
export const keptUntil = ({ retention }: RegisterRecord): string =>
  retention.find(({ item }) => item === 'scheme-records')?.until ?? '';
