import type { SecretShare, Shared, ShareRequest } from '../../src/main/ports/secret-share.port.ts';
import type { OperatorError } from '../../src/shared/errors/operator-error.ts';
import type { ShareChannel } from '../../src/shared/model/hand-over.ts';
import { Secret } from '../../src/shared/model/secret.ts';

/** A channel that keeps what it is given. `failure` makes sharing fail with it, `away` makes it unavailable. */
export class MemoryShare implements SecretShare {
  readonly channel: ShareChannel;
  failure: OperatorError | undefined;
  away: string | undefined;
  readonly #shared = new Map<string, { readonly secret: Secret; readonly request: ShareRequest }>();

  constructor(channel: ShareChannel = 'bitwarden') {
    this.channel = channel;
  }

  available() {
    return Promise.resolve(
      this.away === undefined ? { ok: true as const } : { ok: false as const, reason: this.away },
    );
  }

  share(secret: Secret, request: ShareRequest): Promise<Shared> {
    if (this.failure !== undefined) return Promise.reject(this.failure);
    this.#shared.set(request.key, { secret, request });
    const receipt = {
      channel: this.channel,
      reference: request.key,
      expiresAt: request.expiresAt.toISOString(),
    };
    return Promise.resolve({ receipt, link: new Secret(`https://share.example/#${request.key}`) });
  }

  withdraw(key: string): Promise<number> {
    return Promise.resolve(this.#shared.delete(key) ? 1 : 0);
  }

  /** The secret under a key, as its recipient would read it. */
  opened(key: string): string | undefined {
    return this.#shared.get(key)?.secret.reveal();
  }
}
