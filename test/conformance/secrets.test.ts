import { azureSecrets } from '../../src/main/adapters/azure-key-vault/azure-secrets.adapter.ts';
import { keychainSecrets } from '../../src/main/adapters/keychain/keychain-secrets.adapter.ts';
import { vaultSecrets } from '../../src/main/adapters/vault/vault-secrets.adapter.ts';
import { OperatorError } from '../../src/shared/errors/operator-error.ts';
import { Secret } from '../../src/shared/model/secret.ts';
import { keyVaultCredential, startKeyVaultServer } from '../fakes/key-vault-server.ts';
import { MemoryKeychain } from '../fakes/memory-keychain.ts';
import type { SecretServer, Trouble } from '../fakes/secret-server.ts';
import { startVaultServer, VAULT_TOKEN } from '../fakes/vault-server.ts';
import { secretsConformance } from './secrets.conformance.ts';

const overHttp = ['overloaded', 'sealed', 'silent'] as const;

const switches = (server: SecretServer & { readonly softDelete: (name: string) => void }) => {
  const set = (trouble: Trouble) => () => void (server.trouble = trouble);
  return {
    deleteOutside: (name: string) => {
      server.softDelete(name);
      return Promise.resolve();
    },
    troubles: Object.fromEntries(overHttp.map((each) => [each, set(each)])),
    refuse: set('denied'),
    recover: set('none'),
    close: server.close,
  };
};

secretsConformance(
  'Vault KV version 2',
  async () => {
    const server = await startVaultServer();
    const token = new Secret(VAULT_TOKEN);
    const store = vaultSecrets({ url: server.url, mount: 'secret', token, timeoutMs: 2_000 });
    return { store, ...switches(server) };
  },
  overHttp,
);

secretsConformance(
  'Azure Key Vault',
  async () => {
    const server = await startKeyVaultServer();
    const store = azureSecrets({
      url: server.url,
      timeoutMs: 2_000,
      credential: keyVaultCredential,
      client: { tlsOptions: { ca: server.ca }, disableChallengeResourceVerification: true },
    });
    return { store, ...switches(server) };
  },
  overHttp,
);

secretsConformance(
  'keychain',
  () => {
    const keychain = new MemoryKeychain();
    const fail = (failure: OperatorError | undefined) => () => void (keychain.failure = failure);
    return Promise.resolve({
      store: keychainSecrets(keychain, 'staging'),
      deleteOutside: async (name) => {
        await keychain.delete(`secrets/staging/${name}`);
      },
      troubles: {
        locked: fail(new OperatorError('E_KEYCHAIN_LOCKED')),
        away: fail(new OperatorError('E_KEYCHAIN_UNAVAILABLE')),
      },
      recover: fail(undefined),
      close: () => Promise.resolve(),
    });
  },
  ['locked', 'away'],
);
