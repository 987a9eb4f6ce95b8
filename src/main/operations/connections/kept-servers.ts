import type { DatabaseServer, OpenDatabaseServer } from '../../ports/database-server.port.ts';

/**
 * Signing in to a server costs more than most of what is done there: each is opened once, when it is first asked for, and all are
 * closed when the work is done.
 */
export function keptServers(openServer: OpenDatabaseServer) {
  const kept = new Map<string, Promise<DatabaseServer>>();
  const open: OpenDatabaseServer = async (url, tls) => {
    const key = url.reveal();
    const opening = kept.get(key) ?? openServer(url, tls);
    kept.set(key, opening);
    try {
      return await opening;
    } catch (error) {
      kept.delete(key);
      throw error;
    }
  };
  const close = async (): Promise<void> => {
    for (const each of await Promise.allSettled(kept.values()))
      if (each.status === 'fulfilled') await each.value.close();
  };
  return { open, close };
}
