import { OperatorError } from '../../../shared/errors/operator-error.ts';
import { connectionSchema, type Connection } from '../../../shared/model/connection.ts';
import type { JsonObject } from '../../../shared/model/json.ts';
import type { EventLog } from '../../ports/event-log.port.ts';
import type { EnvironmentFingerprint } from '../../ports/database.port.ts';

/** What the server said of itself when the connection was first met. */
export type Pin = { readonly at: string; readonly fingerprint: EnvironmentFingerprint };

export type KnownConnection = { readonly connection: Connection; readonly pin?: Pin };

export const connectionAdded = 'connection.added';
export const connectionRemoved = 'connection.removed';
export const fingerprintPinned = 'connection.fingerprint-pinned';

type Entry = { readonly type: string; readonly time: string; readonly data: JsonObject };

/** The connections of this home by name, as the log tells: there is no second list that could disagree with it. */
export function knownConnections(log: Pick<EventLog, 'entries'>): ReadonlyMap<string, KnownConnection> {
  const known = new Map<string, KnownConnection>();
  for (const entry of log.entries({ types: [connectionAdded, connectionRemoved, fingerprintPinned] }))
    fold(known, entry);
  return known;
}

/** Errors: `E_CONNECTION_UNKNOWN`. */
export function knownConnection(log: Pick<EventLog, 'entries'>, name: string): KnownConnection {
  const known = knownConnections(log).get(name);
  if (known === undefined) throw new OperatorError('E_CONNECTION_UNKNOWN', { details: { name } });
  return known;
}

function fold(known: Map<string, KnownConnection>, { type, time, data }: Entry): void {
  if (type === connectionAdded) {
    const connection = connectionSchema.parse(data['connection']);
    known.set(connection.name, withPinOf(connection, known.get(connection.name)));
    return;
  }
  const name = data['name'] as string;
  const before = known.get(name);
  if (type === connectionRemoved) known.delete(name);
  else if (before) {
    const fingerprint = data['fingerprint'] as unknown as EnvironmentFingerprint;
    known.set(name, { connection: before.connection, pin: { at: time, fingerprint } });
  }
}

/** A new password or mail setting is no new place; another host, port, database or environment is. */
function withPinOf(connection: Connection, before: KnownConnection | undefined): KnownConnection {
  const place = ({ host, port, database, environment }: Connection): string =>
    JSON.stringify([host, port, database, environment]);
  if (before?.pin === undefined || place(before.connection) !== place(connection)) return { connection };
  return { connection, pin: before.pin };
}
