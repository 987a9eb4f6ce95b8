import { DefaultAzureCredential } from '@azure/identity';
import { SecretClient, type SecretClientOptions } from '@azure/keyvault-secrets';
import { OperatorError } from '../../../shared/errors/operator-error.ts';
import { Secret } from '../../../shared/model/secret.ts';
import type { SecretStore } from '../../ports/secrets.port.ts';

export type AzureOptions = {
  /** `https://<name>.vault.azure.net` */
  readonly url: string;
  readonly timeoutMs: number;
  /** Who asks; what the machine is signed in as when left out. */
  readonly credential?: ConstructorParameters<typeof SecretClient>[1];
  /** Other ways of the SDK: a private authority, a proxy. */
  readonly client?: SecretClientOptions;
};

const TAG = 'madeBy';

/**
 * Azure Key Vault. It has no check-and-set, so whoever needs one writer a name takes a lock around `create`. A name that was
 * soft-deleted is recovered and gets a new version.
 */
export function azureSecrets({ url, timeoutMs, credential, client: options }: AzureOptions): SecretStore {
  const client = new SecretClient(url, credential ?? new DefaultAzureCredential(), {
    retryOptions: { maxRetries: 1, retryDelayInMs: 50, maxRetryDelayInMs: 1_000 },
    ...options,
  });
  const limits = () => ({ abortSignal: AbortSignal.timeout(timeoutMs) });
  const get: SecretStore['get'] = (name) =>
    asked(async () => {
      const found = await orNothing(() => client.getSecret(name, limits()));
      if (found?.value === undefined) return undefined;
      return { value: new Secret(found.value), madeBy: found.properties.tags?.[TAG] };
    });
  return {
    get,
    create: async (name, value, madeBy) => {
      if ((await get(name)) !== undefined) throw new OperatorError('E_SECRET_TAKEN', { details: { name } });
      await asked(async () => {
        if (await orNothing(() => client.getDeletedSecret(name, limits()))) {
          const recovery = await client.beginRecoverDeletedSecret(name, limits());
          await recovery.pollUntilDone();
        }
        await client.setSecret(name, value.reveal(), { tags: { [TAG]: madeBy }, ...limits() });
      });
    },
    remove: async (name, madeBy) => {
      if ((await get(name))?.madeBy !== madeBy) return false;
      return asked(async () => {
        await (await client.beginDeleteSecret(name, limits())).pollUntilDone();
        return true;
      });
    },
  };
}

const statusOf = (error: unknown): number | undefined =>
  (error as { readonly statusCode?: number }).statusCode;

async function orNothing<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}

/** The SDK's own words stay behind: they quote the request. */
async function asked<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const status = statusOf(error);
    const details = status === undefined ? {} : { status };
    if (status === 401 || status === 403) throw new OperatorError('E_SECRET_DENIED', { details });
    throw new OperatorError('PROVISIONING_UNAVAILABLE', { details });
  }
}
