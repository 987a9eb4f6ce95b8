import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { systemClock } from '../../src/main/adapters/system/system-clock.adapter.ts';
import { ResidueSearch } from '../../src/main/privacy/residue-search.ts';
import type { ErasureContext } from '../../src/main/tenancy/pooled/offboard-context.ts';
import { anonymisePeople } from '../../src/main/tenancy/pooled/steps/anonymise-people.step.ts';
import { findResidue } from '../../src/main/tenancy/pooled/steps/find-residue.step.ts';
import { rememberPeople } from '../../src/main/tenancy/pooled/steps/remember-people.step.ts';
import { scrubTexts } from '../../src/main/tenancy/pooled/steps/scrub-texts.step.ts';
import { OperatorError } from '../../src/shared/errors/operator-error.ts';
import { tenantOf } from './planted-values.ts';
import { openPooled } from './pooled-database.ts';
import { rowHashes } from './row-hashes.ts';
import type { TestPortal } from './sandbox.ts';

export type GateProof = {
  /** Values the gate was told to look for. */
  readonly known: number;
  readonly planted: number;
  /** Of the planted ones, those whose text the gate would stop at. */
  readonly recognised: number;
  /** Per column of the database: what the gate counted, and what was planted there. */
  readonly columns: readonly {
    readonly column: string;
    readonly counted: number;
    readonly planted: number;
  }[];
  /** What the gate counts after the erasure, and how many texts still hold what was planted. */
  readonly left: number;
  readonly stillThere: number;
  readonly othersUnchanged: boolean;
};

type Way = (value: string) => string;

const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** As people and programs write: in another case, with other spaces and punctuation, encoded, in the middle of something. */
const ways: readonly Way[] = [
  (value) => `about ${value}.`,
  (value) => value.toUpperCase(),
  (value) => value.toLowerCase(),
  (value) => value.replaceAll(' ', '\u00a0 '),
  (value) => value.replaceAll(/[ @.]/g, ' - '),
  (value) => `?q=${encodeURIComponent(value)}&page=2`,
  (value) => `q=${encodeURIComponent(`x ${value}`).replaceAll('%20', '+')}`,
  (value) => base64(value),
  (value) => `data:${base64(`row: ${value.toUpperCase()};`)}`,
  (value) => base64(`a${value} b`).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', ''),
  (value) => `ab${base64(`ab ${value}`)}`,
];

/** Where it is planted: a table, the column, and the rest of a row of it. */
type Place = {
  readonly table: Table;
  readonly column: string;
  readonly row: (text: string, at: number) => Row;
};
type Table =
  'audit_logs' | 'documents' | 'written_policies' | 'ora_reports' | 'email_templates' | 'compliance_calendar';
type Row = Readonly<Record<string, unknown>>;

const day = '2026-01-31';
const written = { createdAt: new Date(), updatedAt: new Date() };

function placesOf(tenantId: string, schemeId: string): readonly Place[] {
  const audit = {
    ...{ actorId: 'planted', tenantId, schemeId: null, action: 'note.added', entityType: 'note' },
    ...{ entityId: 'planted', metadata: '{}', ipAddress: '192.0.2.7', userAgent: 'x', createdAt: new Date() },
  };
  return [
    {
      ...{ table: 'audit_logs', column: 'metadata' },
      row: (text, at) => ({
        ...audit,
        metadata: JSON.stringify([{ note: text }, { deep: [1, { [text]: true }] }, [text, null]][at % 3]),
      }),
    },
    { table: 'audit_logs', column: 'userAgent', row: (text) => ({ ...audit, userAgent: text }) },
    {
      ...{ table: 'documents', column: 'filename' },
      row: (text, at) => ({
        ...{ schemeId, documentType: 'letter', filename: text, contentType: 'text/plain', size: 1 },
        ...{ blobPath: `removed/${at}`, uploadedBy: null, ...written },
      }),
    },
    {
      ...{ table: 'written_policies', column: 'body' },
      row: (text) => ({ schemeId, title: 'x', body: text, approvedOn: day, reviewDueOn: day, ...written }),
    },
    {
      ...{ table: 'ora_reports', column: 'summary' },
      row: (text) => ({ schemeId, title: 'x', summary: text, reportYear: 2026, status: 'x', ...written }),
    },
    {
      ...{ table: 'email_templates', column: 'body' },
      row: (text, at) => ({
        brokerId: tenantId,
        templateKey: `planted-${at}`,
        subject: 'x',
        body: text,
        ...written,
      }),
    },
    {
      ...{ table: 'compliance_calendar', column: 'description' },
      row: (text) => ({
        brokerId: tenantId,
        title: 'x',
        description: text,
        dueOn: day,
        recurrence: 'x',
        ...written,
      }),
    },
  ];
}

type PlantedText = { readonly id: string; readonly place: Place; readonly text: string };

/** One value of a member each, in ever other ways and places. */
async function plant({ db }: TestPortal, tenantId: string, values: number): Promise<readonly PlantedText[]> {
  const members = await db
    .selectFrom('members')
    .innerJoin('employers', 'employers.id', 'members.employerId')
    .select([
      'members.schemeId',
      'firstName',
      'lastName',
      'members.email',
      'members.phone',
      'ppsNumber',
      'members.address',
    ])
    .where('employers.brokerId', '=', tenantId)
    .where('members.ppsNumber', 'is not', null)
    .where('members.address', 'is not', null)
    .where('members.phone', 'is not', null)
    .orderBy('members.id')
    .limit(values)
    .execute();
  const places = placesOf(tenantId, String(members[0]?.schemeId));
  const planted = members.map((member, at): PlantedText => {
    const kinds = [
      `${String(member.firstName)} ${String(member.lastName)}`,
      member.email,
      member.ppsNumber,
      member.phone,
      member.address,
    ];
    const text = ways[at % ways.length]!(String(kinds[Math.floor(at / ways.length) % kinds.length]));
    return { id: randomUUID(), place: places[at % places.length]!, text };
  });
  for (const place of places) {
    const rows = planted
      .filter((each) => each.place === place)
      .map(({ id, text }, at) => ({ id, ...place.row(text, at) }));
    for (let at = 0; at < rows.length; at += 500)
      await db
        .insertInto(place.table)
        .values(rows.slice(at, at + 500))
        .execute();
  }
  return planted;
}

/** The texts as the database has them now. */
async function textsOf({ db }: TestPortal, planted: readonly PlantedText[]): Promise<readonly string[]> {
  const texts = new Map<string, string>();
  for (const place of new Set(planted.map((each) => each.place))) {
    const rows = await db
      .selectFrom(place.table)
      .select(['id', sql<string>`${sql.ref(place.column)}::text`.as('text')])
      .where(
        'id',
        'in',
        planted.filter((each) => each.place === place).map(({ id }) => id),
      )
      .execute();
    for (const { id, text } of rows) texts.set(String(id), text);
  }
  return planted.map(({ id }) => texts.get(id) ?? '');
}

/** A tenant's people are remembered, searched, taken out and searched again, by the steps themselves. */
export async function proveGate(
  portal: TestPortal,
  values: number,
  log: (line: string) => void = () => undefined,
): Promise<GateProof> {
  const tenantId = await tenantOf(portal);
  const planted = await plant(portal, tenantId, values);
  const others = await rowHashes(portal, tenantId);
  const database = await openPooled(portal);
  let known: readonly string[] = [];
  const ctx = {
    run: { runId: 'run_gate', tenantId, openedAt: '', operator: 'gate' },
    input: { tenantId, classified: {}, statutoryDocuments: [] },
    ports: {
      database,
      knownValues: {
        save: (_: string, all: readonly string[]) => Promise.resolve(void (known = all)),
        load: () => Promise.resolve(known),
      },
    },
    clock: systemClock,
    signal: new AbortController().signal,
    progress: () => undefined,
    receiptOf: () => ({}),
    findReceipt: () => undefined,
  } as unknown as ErasureContext;
  try {
    await rememberPeople.apply(ctx);
    log(`  ${known.length} values known`);
    const before = await counted(ctx);
    log(`  searched before`);
    const search = new ResidueSearch(known);
    const stands = (text: string) => search.stands(Buffer.from(text), 0, Buffer.byteLength(text));
    const recognised = (await textsOf(portal, planted)).filter(stands).length;
    await scrubTexts.apply(ctx);
    await anonymisePeople.apply(ctx);
    log(`  taken out`);
    const after = Object.values(await counted(ctx)).reduce((sum, each) => sum + each, 0);
    const now = await textsOf(portal, planted);
    const names = [...new Set(planted.map(({ place }) => place))];
    return {
      ...{ known: known.length, planted: planted.length, recognised, left: after },
      columns: names.map(({ table, column }) => {
        const live = `${table}.${column === 'userAgent' ? 'user_agent' : column}`;
        const here = planted.filter(({ place }) => place.table === table && place.column === column);
        return { column: live, counted: before[live] ?? 0, planted: here.length };
      }),
      stillThere: planted.filter(({ text }, at) => now[at]?.toLowerCase().includes(text.toLowerCase()))
        .length,
      othersUnchanged: (await rowHashes(portal, tenantId)) === others,
    };
  } finally {
    await database.close();
  }
}

/** What the gate counts, by column; nothing when it lets pass. */
async function counted(ctx: ErasureContext): Promise<Readonly<Record<string, number>>> {
  try {
    await findResidue.apply(ctx);
    return {};
  } catch (error) {
    if (error instanceof OperatorError && error.code === 'E_RESIDUAL_PERSONAL_DATA')
      return error.details as Record<string, number>;
    throw error;
  }
}
