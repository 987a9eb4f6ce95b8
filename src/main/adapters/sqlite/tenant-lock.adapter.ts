import { createHash } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { OperatorError } from '../../../shared/errors/operator-error.ts';
import type { TenantLease, TenantLock } from '../../ports/tenant-lock.port.ts';

/**
 * Locks by an exclusive SQLite transaction on a file of its own per tenant: the operating system takes the lock back with
 * the process, so a crash leaves nothing to clear. File names are hashes, because an id could hold anything.
 */
export function sqliteTenantLock(folder: string): TenantLock {
  const fileOf = (tenantId: string): string =>
    join(folder, `${createHash('sha256').update(tenantId).digest('hex').slice(0, 32)}.lock`);
  const acquire = (tenantId: string): TenantLease => {
    mkdirSync(folder, { recursive: true });
    const db = new Database(fileOf(tenantId), { timeout: 0 });
    try {
      db.exec('BEGIN EXCLUSIVE');
    } catch (error) {
      db.close();
      if (isBusy(error)) throw new OperatorError('E_RUN_BUSY', { details: { tenantId }, cause: error });
      throw error;
    }
    return {
      release: () => {
        db.exec('ROLLBACK');
        db.close();
      },
    };
  };
  const isHeld = (tenantId: string): boolean => {
    if (!existsSync(fileOf(tenantId))) return false;
    try {
      acquire(tenantId).release();
      return false;
    } catch (error) {
      if (error instanceof OperatorError) return true;
      throw error;
    }
  };
  return { acquire, isHeld };
}

const isBusy = (error: unknown): boolean =>
  error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY');
