import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pensionPortal } from '../../src/main/isolation/profiles/pension-portal.profile.ts';

const kept = ['employers', 'schemes', 'members'];

/**
 * A profile file that leads the same isolation suite through the same portal with a tenth of the probes: what is tried here
 * is dying, and not isolation.
 */
export function writeLeanProfile(folder: string): string {
  const resources = pensionPortal.resources
    .filter(({ name }) => kept.includes(name))
    .map(({ name, entity, parent, list, item, create, delete: remove }) => ({
      ...{ name, entity, parent, item, create, delete: remove },
      list: list && { path: list.path, envelope: list.envelope, total: list.total },
    }));
  const lean = {
    ...pensionPortal,
    name: 'PensionPortal, lean',
    resources,
    tenantAnchor: { bodyFields: [], queryFields: [], headers: [] },
    roles: pensionPortal.roles.filter(({ name }) => name === pensionPortal.tenantAdminRole),
    views: pensionPortal.views.filter(({ kind }) => kind === 'audit'),
    anonymousPaths: [],
    systemPaths: [],
  };
  const file = join(folder, 'lean.profile.json');
  writeFileSync(file, JSON.stringify(lean));
  return file;
}
