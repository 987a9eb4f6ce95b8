import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import type { Connection } from '../../src/shared/model/connection.ts';
import { connectionTo } from './connections.ts';
import type { TestPortal } from './sandbox.ts';
import { writeQuickProfile } from './write-quick-profile.ts';

/** The portal settings of a connection whose check of isolation is short. */
export function useQuickProfile(): (portal: TestPortal) => Pick<Connection, 'portal'> {
  let [folder, profile] = ['', ''];
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'profile-'));
    profile = writeQuickProfile(folder);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return (portal) => {
    const usual = connectionTo(portal).portal;
    if (usual === undefined) throw new Error('A test connection has a portal');
    return { portal: { ...usual, profile } };
  };
}
