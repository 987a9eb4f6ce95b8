import type { JsonObject } from '../../shared/model/json.ts';
import type { SealedDetails } from '../../shared/model/ledger-entry.ts';
import { isText, membersOf, parseJson, type Envelope } from './dsse.ts';

export const EVENT_TYPE = 'application/vnd.tenant-console.event.v1+json';

/** Entry type that says that a tenant's details can never be read again. */
export const TENANT_SHREDDED = 'tenant.shredded';

/**
 * What an entry binds beside its content, so that it fits nowhere else. `previous` is the leaf hash of the entry before
 * it: with it, the signature of any entry vouches for everything before.
 */
export type EntryPlace = {
  readonly log: string;
  readonly index: number;
  readonly previous?: string;
  readonly time: string;
};

/** What is signed: RFC 8785 canonical JSON of this. */
export type EntryPayload = EntryPlace & {
  readonly actor: string;
  readonly type: string;
  readonly runId?: string;
  readonly tenantId?: string;
  readonly data: JsonObject;
  readonly details?: SealedDetails;
};

/** The payload of an envelope of ours; undefined when it is anything else. */
export function payloadOf({ payloadType, payload }: Envelope): EntryPayload | undefined {
  const said = membersOf(parseJson(payload));
  return payloadType === EVENT_TYPE && isPayload(said) ? said : undefined;
}

const MEMBERS = new Set([
  'log',
  'index',
  'previous',
  'time',
  'actor',
  'type',
  'runId',
  'tenantId',
  'data',
  'details',
]);

function isPayload(said: Readonly<Record<string, unknown>>): said is EntryPayload {
  const { log, index, previous, time, actor, type, runId, tenantId, data, details } = said;
  return (
    Object.keys(said).every((name) => MEMBERS.has(name)) &&
    [log, time, actor, type].every(isText) &&
    [previous, runId, tenantId].every(isTextOrAbsent) &&
    Number.isSafeInteger(index) &&
    membersOf(data) === data &&
    (details === undefined || (tenantId !== undefined && isSealedDetails(details)))
  );
}

const isTextOrAbsent = (value: unknown): boolean => value === undefined || isText(value);

function isSealedDetails(details: unknown): details is SealedDetails {
  const { commitment, digest, ...others } = membersOf(details);
  return isText(commitment) && isText(digest) && Object.keys(others).length === 0;
}
