import Database from 'better-sqlite3';
import { openConsole } from '../../../src/main/compose.ts';
import { searchTenants } from '../../../src/shared/contract/tenants.contract.ts';
import type { Figure } from '../bench.ts';
import { queriesAmong, tenant } from './fictitious-tenants.ts';
import { beside, timed, told } from './measure.ts';

/** The bare limit of a search: the same rows in an FTS5 table, the same page and the same count. */
function bareSearch(tenants: number): (query: string) => void {
  const db = new Database(':memory:');
  db.exec(
    "CREATE VIRTUAL TABLE bare USING fts5(tenantId, legalName, croNumber, email, name, tokenize='trigram')",
  );
  const insert = db.prepare('INSERT INTO bare VALUES (@tenantId, @legalName, @croNumber, @email, @name)');
  db.transaction(() => {
    for (let n = 0; n < tenants; n += 1) insert.run(tenant(n));
  })();
  const rows = db.prepare('SELECT * FROM bare WHERE bare MATCH ? ORDER BY rowid DESC LIMIT 50');
  const count = db.prepare('SELECT count(*) FROM bare WHERE bare MATCH ?');
  return (query) => {
    rows.all(`"${query}"`);
    count.get(`"${query}"`);
  };
}

/** The call that every host makes, in this process: role, input, search, mask, output. */
export async function measureSearch(home: string, tenants: number): Promise<readonly Figure[]> {
  const console = await openConsole({ home, allowThrowAway: true });
  try {
    const ahead = await timed(() => console.readAhead());
    const search = bareSearch(tenants);
    const [ours, bare]: [number[], number[]] = [[], []];
    for (const query of queriesAmong(tenants)) {
      bare.push(await timed(() => search(query)));
      ours.push(await timed(() => console.call(searchTenants, { query })));
    }
    const what = `search among ${tenants} tenants`;
    return [
      told('unsealing every tenant into memory, once, while other calls are answered', ahead / 1000, 's'),
      ...[0.5, 0.95].map((q) => beside(what, { ours, bare, q, most: 3 }, 'bare FTS5 over the same rows')),
    ];
  } finally {
    await console.close();
  }
}
