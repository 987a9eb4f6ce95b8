import { startSecretServer, type Reply, type SecretServer } from './secret-server.ts';

type Version = { readonly data: unknown; deleted: boolean };
type Write = { readonly options?: { readonly cas?: number }; readonly data: unknown };

export const VAULT_TOKEN = 'hvs.test';
const CAS_MISMATCH = 'check-and-set parameter did not match the current version';

/** The KV version 2 engine of Vault, mounted at `secret`: versions, soft delete, check-and-set, deletion of all versions. */
export function startVaultServer(): Promise<SecretServer & { readonly softDelete: (name: string) => void }> {
  const kept = new Map<string, Version[]>();
  const read = (name: string): Reply => {
    const versions = kept.get(name) ?? [];
    const newest = versions.at(-1);
    if (newest === undefined) return { status: 404, body: { errors: [] } };
    const metadata = {
      version: versions.length,
      deletion_time: newest.deleted ? '2026-01-05T09:00:00Z' : '',
    };
    const data = { data: newest.deleted ? null : newest.data, metadata };
    return { status: newest.deleted ? 404 : 200, body: { data } };
  };
  const write = (name: string, { options, data }: Write): Reply => {
    const versions = kept.get(name) ?? [];
    if (options?.cas !== undefined && options.cas !== versions.length)
      return { status: 400, body: { errors: [CAS_MISMATCH] } };
    kept.set(name, [...versions, { data, deleted: false }]);
    return { status: 200, body: { data: { version: versions.length + 1 } } };
  };
  return startSecretServer('x-vault-token', ({ method, path, token, body }) => {
    if (token !== VAULT_TOKEN) return { status: 403, body: { errors: ['permission denied'] } };
    const [, kind, name = ''] = /^\/v1\/secret\/(data|metadata)\/([\w-]+)$/.exec(path) ?? [];
    if (method === 'GET' && kind === 'data') return read(name);
    if (method === 'POST' && kind === 'data') return write(name, body as Write);
    if (method === 'DELETE' && kind === 'metadata') {
      kept.delete(name);
      return { status: 204 };
    }
    return { status: 405, body: { errors: ['unsupported operation'] } };
  }).then((server) =>
    Object.assign(server, { softDelete: (name: string) => void (kept.get(name)!.at(-1)!.deleted = true) }),
  );
}
