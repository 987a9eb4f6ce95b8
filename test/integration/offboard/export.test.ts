import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { manifest as manifestShape, type ManifestTable } from '../../../src/main/privacy/export/manifest.ts';
import { writeTables } from '../../../src/main/privacy/export/write-export.ts';
import { tenantTables } from '../../../src/main/tenancy/pooled/tenant-columns.ts';
import { sourceOf } from '../../../src/main/tenancy/pooled/tenant-export.ts';
import { fixTextForms } from '../../../src/main/tenancy/pooled/statements/export.statements.ts';
import { asSuperuser, createDatabase, dropDatabase } from '../../../src/sandbox/postgres/portal-cluster.ts';
import { startOffboarding } from '../../../src/shared/contract/offboard.contract.ts';
import { schemaVariants } from '../../../src/shared/model/schema-variant.ts';
import { noAge, startAge } from '../../helpers/age.ts';
import { closeConsolesAfterAll, connectedConsole, HERE, resume, stoppedAt } from '../../helpers/console.ts';
import { noGnupg, startGnupg, type Gnupg } from '../../helpers/gnupg.ts';
import { offboardingOf } from '../../helpers/offboarding.ts';
import { memoryArchive } from '../../helpers/packed-rows.ts';
import { plantValues, tenantOf } from '../../helpers/planted-values.ts';
import { openPooled } from '../../helpers/pooled-database.ts';
import { usePortal, type TestPortal } from '../../helpers/sandbox.ts';
import { describeUnless } from '../../helpers/skip.ts';
import { unpack } from '../../helpers/unpack.ts';

closeConsolesAfterAll();

/** Exports a tenant and answers with the archive. */
async function exported(portal: TestPortal, openpgpKey?: string): Promise<string> {
  const operator = await connectedConsole(portal);
  const tenantId = await tenantOf(portal);
  await plantValues(portal, tenantId);
  const recipient = { name: 'Ada Leaving', email: 'ada@leaving.example' };
  const input = offboardingOf(tenantId, {
    recipient: { ...recipient, ...(openpgpKey !== undefined && { openpgpKey }) },
  });
  const run = await operator.call(startOffboarding, { connection: HERE, input });
  expect({ at: stoppedAt(run), asks: run.prompt?.stepId }).toEqual({
    at: 'nowhere',
    asks: 'pooled.confirm-receipt',
  });
  return join(operator.home, 'exports', `${run.runId}.export.zip${openpgpKey === undefined ? '' : '.pgp'}`);
}

/** What is compared of a table: what it holds, not in which order. */
const told = (tables: readonly ManifestTable[]) =>
  tables.map(({ name, rows, digest }) => ({ name, rows, digest }));

describe.each(schemaVariants)('an export of a %s schema', (variant) => {
  const portal = usePortal({ variant });
  const empty = `import_${variant.replace('-', '_')}_${process.pid}`;
  beforeAll(() => createDatabase(inject('postgres'), empty, portal().database.database));
  afterAll(() => dropDatabase(inject('postgres'), empty));

  test('read into an empty database gives the same counts and digests there', async () => {
    const texts = await unpack(await exported(portal()));
    const { tenantId, tables } = manifestShape.parse(JSON.parse(texts.get('manifest.json') ?? ''));
    await asSuperuser(inject('postgres'), empty, async (client) => {
      const names = tables.map(({ name }) => `"${name}"`).join(', ');
      await client.query(`truncate ${names} cascade`);
      const hash = variant.endsWith('snake') ? 'password_hash' : '"passwordHash"';
      await client.query(`alter table users alter column ${hash} drop not null`);
      for (const { name, columns } of tables) {
        const list = columns.map((column) => `"${column.name}"`).join(', ');
        const lines = texts.get(`tables/${name}.ndjson`)?.trimEnd().split('\n').filter(Boolean) ?? [];
        await client.query(
          `insert into "${name}" (${list}) select ${list} from json_populate_recordset(null::"${name}", $1)`,
          [`[${lines.join(',')}]`],
        );
      }
    });
    const imported = { ...portal(), database: { ...portal().database, database: empty } };
    const database = await openPooled(imported);
    const again = await database.read(async (tx) => {
      await tx.run(fixTextForms, {});
      return writeTables(sourceOf(tx, await tenantTables(database, {}), tenantId), memoryArchive());
    });
    await database.close();
    expect(told(again)).toEqual(told(tables));
    expect(tables.reduce((sum, { rows }) => sum + rows, 0)).toBeGreaterThan(100);
  });
});

describeUnless(noGnupg, 'an export that is encrypted', () => {
  const portal = usePortal();
  let gnupg: Gnupg;
  beforeAll(async () => {
    gnupg = await startGnupg();
  });
  afterAll(() => gnupg.stop());

  test('is opened by GnuPG with the broker’s key, by an unzip of anybody’s, and nothing plain is left', async () => {
    const file = await exported(portal(), gnupg.makeKey({ email: 'ada@leaving.example' }));
    const plain = file.replace('.export.zip.pgp', '.opened.zip');
    expect(existsSync(file.replace('.export.zip.pgp', '.zip'))).toBe(false);
    gnupg.decryptTo(file, plain);
    const texts = await unpack(plain);
    expect(JSON.parse(texts.get('manifest.json') ?? '')).toMatchObject({ legalName: 'Leaving Brokers Ltd' });
    const script = 'import sys, zipfile; print(zipfile.ZipFile(sys.argv[1]).testzip())';
    if (existsSync('/usr/bin/python3'))
      expect(execFileSync('/usr/bin/python3', ['-c', script, plain], { encoding: 'utf8' })).toBe('None\n');
  });
});

describeUnless(noAge, 'an export that is encrypted with age', () => {
  const portal = usePortal();
  afterEach(() => vi.unstubAllEnvs());

  test('stops before anything is read where age is missing, and goes on once it is there', async () => {
    const operator = await connectedConsole(portal());
    const age = startAge(operator.home);
    const recipient = { name: 'Ada Leaving', email: 'ada@leaving.example', ageRecipient: age.recipient };
    const input = offboardingOf(await tenantOf(portal()), { recipient });
    vi.stubEnv('PATH', '/nowhere');
    const run = await operator.call(startOffboarding, { connection: HERE, input });
    expect(stoppedAt(run)).toBe('pooled.export-tenant E_AGE_MISSING');
    vi.unstubAllEnvs();
    expect((await resume(operator, run)).prompt?.stepId).toBe('pooled.confirm-receipt');
    const file = join(operator.home, 'exports', `${run.runId}.export.zip.age`);
    const plain = file.replace('.export.zip.age', '.opened.zip');
    age.decryptTo(file, plain);
    expect(JSON.parse((await unpack(plain)).get('manifest.json') ?? '')).toMatchObject({ runId: run.runId });
    expect(existsSync(file.replace('.export.zip.age', '.zip'))).toBe(false);
  });
});
