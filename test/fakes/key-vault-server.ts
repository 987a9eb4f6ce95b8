import { loopbackCertificate } from './loopback-certificate.ts';
import { startSecretServer, type Reply, type SecretServer } from './secret-server.ts';

type Kept = { readonly value: string; readonly tags: Record<string, string> };
const TOKEN = 'Bearer entra';

/** Signs in as nobody: the fake server takes this token alone. */
export const keyVaultCredential = {
  getToken: () => Promise.resolve({ token: 'entra', expiresOnTimestamp: Date.now() + 3_600_000 }),
};

/** The secrets of an Azure Key Vault: versions, tags, soft delete and recovery, and the challenge before the first call. */
export async function startKeyVaultServer(): Promise<
  SecretServer & { readonly softDelete: (name: string) => void; readonly ca: string }
> {
  const certificate = loopbackCertificate();
  const live = new Map<string, Kept[]>();
  const deleted = new Map<string, Kept[]>();
  const missing: Reply = { status: 404, body: { error: { code: 'SecretNotFound', message: 'not found' } } };
  const shown = (name: string, versions: Kept[] | undefined): Reply => {
    const newest = versions?.at(-1);
    if (newest === undefined) return missing;
    const id = `https://vault.invalid/secrets/${name}/${versions?.length}`;
    return { status: 200, body: { id, ...newest, attributes: { enabled: true }, recoveryId: id } };
  };
  const move = (name: string, from: Map<string, Kept[]>, to: Map<string, Kept[]>): Reply => {
    const versions = from.get(name);
    if (versions === undefined) return missing;
    from.delete(name);
    to.set(name, versions);
    return shown(name, versions);
  };
  const set = (name: string, body: Kept): Reply => {
    if (deleted.has(name)) return { status: 409, body: { error: { code: 'Conflict', message: 'deleted' } } };
    live.set(name, [...(live.get(name) ?? []), body]);
    return shown(name, live.get(name));
  };
  const server = await startSecretServer(
    'authorization',
    ({ method, path, token, body }) => {
      if (token !== TOKEN) return challenge;
      const [, kind, name = '', verb] =
        /^\/(secrets|deletedsecrets)\/([\w-]+)\/?(recover)?$/.exec(path) ?? [];
      if (kind === 'deletedsecrets') return verb ? move(name, deleted, live) : shown(name, deleted.get(name));
      if (method === 'GET') return shown(name, live.get(name));
      if (method === 'DELETE') return move(name, live, deleted);
      return set(name, body as Kept);
    },
    certificate,
  );
  const softDelete = (name: string) => void move(name, live, deleted);
  return Object.assign(server, { softDelete, ca: certificate.cert });
}

const challenge: Reply = {
  status: 401,
  headers: {
    'WWW-Authenticate':
      'Bearer authorization="https://login.microsoftonline.com/00000000-0000-4000-8000-000000000000", resource="https://vault.azure.net"',
  },
};
