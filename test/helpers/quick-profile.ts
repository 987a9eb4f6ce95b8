import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { pensionPortal } from '../../src/main/isolation/profiles/pension-portal.profile.ts';
import type { Connection } from '../../src/shared/model/connection.ts';
import { connectionTo } from './connections.ts';
import type { TestPortal } from './sandbox.ts';

/** What P12 needs and no more: a check of isolation in a second or two. How well it finds leaks is tested elsewhere. */
const quick = {
  ...pensionPortal,
  tenantAnchor: { bodyFields: ['brokerId'], queryFields: [], headers: [] },
  resources: pensionPortal.resources
    .slice(0, 3)
    .map(({ name, entity, idField, parent, list, item, create, delete: removal }) => ({
      ...{ name, entity, idField, parent, item, create, delete: removal },
      list: { path: list?.path, envelope: list?.envelope, total: list?.total },
    })),
  views: pensionPortal.views.filter(({ kind }) => kind === 'audit'),
  embedParameters: [],
  systemPaths: [],
};

/** The portal settings of a connection whose check of isolation is short. */
export function useQuickProfile(): (portal: TestPortal) => Pick<Connection, 'portal'> {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'profile-'));
    writeFileSync(join(folder, 'quick.json'), JSON.stringify(quick));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return (portal) => {
    const usual = connectionTo(portal).portal;
    if (usual === undefined) throw new Error('A test connection has a portal');
    return { portal: { ...usual, profile: join(folder, 'quick.json') } };
  };
}
