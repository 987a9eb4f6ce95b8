import { describe, expect, inject, test } from 'vitest';
import { scanPooled } from '../../../src/main/tenancy/pooled/reconcile.ts';
import type { OrphanKind } from '../../../src/shared/model/orphan.ts';
import { startCuttingProxy } from '../../helpers/cutting-proxy.ts';
import { consoleLogin, openPooled } from '../../helpers/pooled-database.ts';
import { startTestPortal, usePortal, type TestPortal } from '../../helpers/sandbox.ts';
import { makeOrphans, takeAdminsAway } from './make-orphans.ts';

const { signal } = new AbortController();

/** Scans as the console's own role, which may read and not more than it needs. */
async function scan(portal: TestPortal, listed = 100, port = portal.database.port) {
  const database = await openPooled(portal, { ...consoleLogin(portal), port });
  try {
    return await scanPooled(database, { listed, signal });
  } finally {
    await database.close();
  }
}

const foundIn = (kinds: readonly OrphanKind[]) =>
  Object.fromEntries(kinds.filter(({ found }) => found > 0).map(({ kind, found }) => [kind, found]));

describe.each(['brokers-snake', 'bare-camel'] as const)('on %s', (variant) => {
  const portal = usePortal({ variant });

  test('a healthy database has no orphan; then three of every kind are found, each with its proof', async () => {
    expect(foundIn(await scan(portal()))).toEqual({});
    const planted = await makeOrphans(portal(), 3);
    await takeAdminsAway(portal(), portal().canary.brokerId);
    const kinds = await scan(portal());
    const found = foundIn(kinds);
    expect(Object.fromEntries(planted.map((kind) => [kind, found[kind]]))).toEqual(
      Object.fromEntries(planted.map((kind) => [kind, 3])),
    );
    const adminless = kinds.find(({ kind }) => kind === 'brokers-without-admin');
    expect(adminless?.orphans.map(({ id }) => id)).toContain(portal().canary.brokerId);
    expect(
      kinds.every(({ statement, untold }) => untold !== undefined || statement.startsWith('pooled.find-')),
    ).toBe(true);
  });

  test('lists no more than it is asked for and counts all', async () => {
    const kinds = await scan(portal(), 1);
    expect(kinds.every(({ orphans }) => orphans.length <= 1)).toBe(true);
    expect(kinds.find(({ kind }) => kind === 'documents-without-scheme')?.found).toBe(3);
  });

  test('says of what it cannot tell that it cannot tell', async () => {
    const untold = (await scan(portal())).filter(({ untold: why }) => why !== undefined);
    expect(untold.map(({ kind }) => kind)).toEqual(
      variant === 'bare-camel'
        ? [
            'users-without-broker',
            'employers-without-broker',
            'email-templates-without-broker',
            'compliance-calendar-without-broker',
          ]
        : [],
    );
  });
});

test('an outage in the middle is an error and never an answer', async () => {
  const proxy = await startCuttingProxy(inject('postgres'));
  const portal = await startTestPortal();
  try {
    let statements = 0;
    proxy.decide = ({ direction, type }) => {
      if (direction === 'to-server' && type === 'P') statements += 1;
      return statements > 8 ? 'cut' : 'pass';
    };
    await expect(scan(portal, 100, proxy.port)).rejects.toMatchObject({ code: 'E_DB_CONNECTION_LOST' });
  } finally {
    await portal.close();
    await proxy.close();
  }
});
