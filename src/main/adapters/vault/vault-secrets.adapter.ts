import { z } from 'zod';
import { OperatorError } from '../../../shared/errors/operator-error.ts';
import { Secret } from '../../../shared/model/secret.ts';
import type { SecretStore, StoredSecret } from '../../ports/secrets.port.ts';

export type VaultOptions = {
  /** Address of the server, without `/v1`. */
  readonly url: string;
  /** Where the KV version 2 engine is mounted: `secret`. */
  readonly mount: string;
  readonly token: Secret;
  /** For one call. */
  readonly timeoutMs: number;
};

type Method = 'GET' | 'POST' | 'DELETE';
type Answer = { readonly status: number; readonly body: unknown };

const kept = z.object({
  data: z.object({
    data: z.object({ value: z.string(), madeBy: z.string().optional() }).nullable(),
    metadata: z.object({ version: z.int() }),
  }),
});

/**
 * HashiCorp Vault or OpenBao, secrets engine KV version 2 over its HTTP API. `create` writes with check-and-set, so of two
 * writers one loses; a secret is deleted with all its versions, so that the name is free again.
 */
export function vaultSecrets(options: VaultOptions): SecretStore {
  const ask = (method: Method, kind: 'data' | 'metadata', name: string, body?: unknown) =>
    request(options, method, `${options.mount}/${kind}/${encodeURIComponent(name)}`, body);
  const look = async (name: string) => readVersion(await ask('GET', 'data', name));
  return {
    get: async (name) => (await look(name)).secret,
    create: async (name, value, madeBy) => {
      const { version, secret } = await look(name);
      if (secret !== undefined) throw new OperatorError('E_SECRET_TAKEN', { details: { name } });
      const data = { value: value.reveal(), madeBy };
      const { status } = await ask('POST', 'data', name, { options: { cas: version }, data });
      if (status === 400) throw new OperatorError('E_SECRET_TAKEN', { details: { name } });
      refuse(status);
    },
    remove: async (name, madeBy) => {
      const { secret } = await look(name);
      if (secret?.madeBy !== madeBy) return false;
      refuse((await ask('DELETE', 'metadata', name)).status);
      return true;
    },
  };
}

/** A deleted version answers 404 and still tells its number, which the next write has to name. */
function readVersion({ status, body }: Answer): { version: number; secret: StoredSecret | undefined } {
  if (status !== 404) refuse(status);
  const { data } = kept.safeParse(body).data ?? {};
  if (data === undefined) return { version: 0, secret: undefined };
  const secret = data.data && { value: new Secret(data.data.value), madeBy: data.data.madeBy };
  return { version: data.metadata.version, secret: secret ?? undefined };
}

function refuse(status: number): void {
  if (status < 300) return;
  if (status === 401 || status === 403) throw new OperatorError('E_SECRET_DENIED', { details: { status } });
  throw new OperatorError('PROVISIONING_UNAVAILABLE', { details: { status } });
}

async function request(
  { url, token, timeoutMs }: VaultOptions,
  method: Method,
  path: string,
  body: unknown,
): Promise<Answer> {
  try {
    const answer = await fetch(new URL(`/v1/${path}`, url), {
      method,
      headers: { 'X-Vault-Token': token.reveal(), 'Content-Type': 'application/json' },
      signal: AbortSignal.timeout(timeoutMs),
      redirect: 'error',
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) };
  } catch {
    // Not kept as the cause: the parser's words may quote the secret.
    throw new OperatorError('PROVISIONING_UNAVAILABLE', { details: { method } });
  }
}
