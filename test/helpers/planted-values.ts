import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { TestPortal } from './sandbox.ts';

export type Planted = {
  readonly count: number;
  /** Those that stand somewhere as they are. */
  readonly plain: readonly string[];
  /** Files whose paths name a person: of types that are removed, and of statutory ones. */
  readonly files: { readonly removed: readonly string[]; readonly kept: readonly string[] };
  /** How many of the places still hold what was planted there. */
  readonly stillThere: () => Promise<number>;
};

/** A seeded tenant that is not the canary. */
export async function tenantOf({ db, canary }: TestPortal): Promise<string> {
  const rows = await db.selectFrom('employers').select('brokerId').distinct().execute();
  const [tenantId] = rows
    .map(({ brokerId }) => String(brokerId))
    .filter((id) => id !== canary.brokerId)
    .sort();
  if (tenantId === undefined) throw new Error('There is no other tenant.');
  return tenantId;
}

type Way = (value: string) => string;

const ways: readonly Way[] = [
  (value) => value,
  (value) => value.toUpperCase(),
  (value) => value.replaceAll(' ', '  ').replaceAll('-', ' '),
  (value) => encodeURIComponent(value),
  (value) => Buffer.from(value).toString('base64'),
  (value) => Buffer.from(`row=${value};`).toString('base64url'),
];

/** Writes what the tenant's members are known by into texts, JSON, titles and the audit trail, each in another way. */
export async function plantValues(portal: TestPortal, tenantId: string): Promise<Planted> {
  const { db } = portal;
  const members = await db
    .selectFrom('members')
    .innerJoin('employers', 'employers.id', 'members.employerId')
    .select(['members.id', 'members.schemeId', 'firstName', 'lastName', 'members.email', 'ppsNumber'])
    .where('employers.brokerId', '=', tenantId)
    .execute();
  const values = members.flatMap(({ firstName, lastName, email, ppsNumber }) => [
    `${String(firstName)} ${String(lastName)}`,
    String(email),
    ...(typeof ppsNumber === 'string' ? [ppsNumber] : []),
  ]);
  const hidden = values.map((value, at) => ways[at % ways.length]!(value));
  const audits = hidden.map((value, at) => ({
    id: randomUUID(),
    actorId: 'planted',
    tenantId,
    schemeId: null,
    action: 'note.added',
    entityType: 'note',
    entityId: 'planted',
    metadata: JSON.stringify(
      at % 2 === 0 ? { note: `about ${value}.` } : { deep: [{ [`k ${value}`]: value }] },
    ),
    ipAddress: '192.0.2.7',
    userAgent: `agent ${value}`,
    createdAt: new Date(),
  }));
  await db.insertInto('audit_logs').values(audits).execute();
  const notes = members.map(({ id }, at) => ({ id: String(id), note: `see ${hidden[at] ?? ''}, thanks` }));
  for (const { id, note } of notes)
    await db.updateTable('contributions').set({ note }).where('memberId', '=', id).execute();
  const policy = `Agreed with ${values.join(' and ')}`;
  const schemeId = String(members[0]?.schemeId);
  await db.updateTable('written_policies').set({ body: policy }).where('schemeId', '=', schemeId).execute();
  await db
    .updateTable('documents')
    .set({ filename: `${values[0] ?? ''}.pdf` })
    .where('schemeId', '=', schemeId)
    .execute();
  const places = async (): Promise<string> => {
    const trail = await db
      .selectFrom('audit_logs')
      .select([sql<string>`metadata::text`.as('text'), 'userAgent'])
      .where('actorId', '=', 'planted')
      .execute();
    const texts = await db.selectFrom('contributions').select('note').execute();
    const policies = await db.selectFrom('written_policies').select('body').execute();
    const files = await db.selectFrom('documents').select('filename').execute();
    return JSON.stringify([trail, texts, policies, files]).toLowerCase();
  };
  return {
    count: hidden.length,
    plain: values,
    files: await plantFiles(portal, tenantId, schemeId, values),
    stillThere: async () => {
      const all = await places();
      return hidden.filter((value) => all.includes(value.toLowerCase())).length;
    },
  };
}

/** A letter with a row, one without, and a trust deed, all under a person's name. */
async function plantFiles(
  { db, blob }: TestPortal,
  tenantId: string,
  schemeId: string,
  [name = '']: readonly string[],
): Promise<Planted['files']> {
  const at = (type: string) => `${tenantId}/${schemeId}/${type}/${name.replace(' ', '_')}.txt`;
  const [letter, stray, deed] = [at('letter'), at('stray'), at('trust-deed')];
  for (const path of [letter, stray, deed]) blob.store.put(path, Buffer.from(`about ${name}`), 'text/plain');
  const row = { schemeId, contentType: 'text/plain', size: 1, uploadedBy: null };
  const now = new Date();
  const documents = [
    { ...row, id: randomUUID(), documentType: 'letter', filename: 'letter.txt', blobPath: letter },
    { ...row, id: randomUUID(), documentType: 'trust-deed', filename: 'deed.txt', blobPath: deed },
  ].map((each) => ({ ...each, createdAt: now, updatedAt: now }));
  await db.insertInto('documents').values(documents).execute();
  return { removed: [letter, stray], kept: [deed] };
}
