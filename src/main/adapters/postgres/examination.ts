import type { Clock } from '../../ports/clock.port.ts';
import type { DatabaseExamination, Pooling } from '../../ports/database-examination.port.ts';
import type { AnyStatement, SchemaMap, Transaction } from '../../ports/database.port.ts';
import { grantsFor, lendingTo } from './grants.ts';
import { lentTables, neededPrivileges } from './needed-privileges.ts';
import { auditRole } from './role-audit.ts';
import type { ConsoleStatement, NoParams } from './statements/console-statement.ts';
import { readBackend, readClock } from './statements/probes.ts';
import { readPrivileges, readRole } from './statements/role.ts';

/** One connection of its own, on which transactions can be run one after another. */
export type Line<Schema> = Disposable & {
  /** The process the server, or the pooler, named when the connection began. */
  readonly processId: number;
  readonly certificateEnds: Date | null;
  read<T>(work: (tx: Transaction<Schema>) => Promise<T>): Promise<T>;
};

export type ExaminationParts<Schema> = {
  readonly open: () => Promise<Line<Schema>>;
  readonly clock: Clock;
  readonly statements: readonly AnyStatement[];
  readonly map: SchemaMap;
};

export async function examine<Schema>(parts: ExaminationParts<Schema>): Promise<DatabaseExamination> {
  using first = await parts.open();
  using second = await parts.open();
  return {
    role: await readRoleAudit(first, parts),
    certificateEnds: first.certificateEnds,
    pooling: await detectPooling(first, second),
    clock: await readSkew(first, parts.clock),
  };
}

async function readRoleAudit<Schema>(
  line: Line<Schema>,
  { statements, map }: ExaminationParts<Schema>,
): Promise<DatabaseExamination['role']> {
  return line.read(async (tx) => {
    const role = await only(tx, readRole);
    const granted = await tx.run(readPrivileges, {});
    const lent = lentTables(statements, map);
    const verdicts = auditRole(role, granted, { needed: neededPrivileges(statements, map), lent }, map);
    const grants = lendingTo(statements, map, role.role);
    return {
      role: role.role,
      ...verdicts,
      lent: { ...verdicts.lent, grants },
      grants: grantsFor(statements, map, role.role),
    };
  });
}

const ROUNDS = 3;

/**
 * A pooler names a process of its own when a connection begins, so another one answering gives it away. In transaction mode a
 * server process that one connection has used serves the other next; in session mode it never does. Needs no session state and
 * no command of the pooler (P20).
 */
async function detectPooling<Schema>(first: Line<Schema>, second: Line<Schema>): Promise<Pooling> {
  if ((await backendOf(first)) === first.processId) return 'direct';
  for (let round = 0; round < ROUNDS; round += 1) {
    if ((await backendOf(first)) === (await backendOf(second))) return 'transaction';
  }
  return 'session';
}

const backendOf = <Schema>(line: Line<Schema>): Promise<number> =>
  line.read(async (tx) => (await only(tx, readBackend)).processId);

/** Read in the middle of a round trip, so that half of its time is the uncertainty. */
async function readSkew<Schema>(line: Line<Schema>, clock: Clock): Promise<DatabaseExamination['clock']> {
  return line.read(async (tx) => {
    await only(tx, readClock);
    const [sent, since] = [clock.now().getTime(), clock.monotonicMs()];
    const { now } = await only(tx, readClock);
    const half = (clock.monotonicMs() - since) / 2;
    return { skewMs: Math.round(now.getTime() - sent - half) || 0, uncertaintyMs: Math.ceil(half) };
  });
}

async function only<Schema, Row>(
  tx: Transaction<Schema>,
  statement: ConsoleStatement<NoParams, Row>,
): Promise<Row> {
  const [row] = await tx.run(statement, {});
  if (row === undefined) throw new Error(`${statement.name} returned no row.`);
  return row;
}
