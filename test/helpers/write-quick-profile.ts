import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pensionPortal } from '../../src/main/isolation/profiles/pension-portal.profile.ts';

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

/** Writes the profile of a short check into a folder, and answers with its file. */
export function writeQuickProfile(folder: string): string {
  const file = join(folder, 'quick.profile.json');
  writeFileSync(file, JSON.stringify(quick));
  return file;
}
