// The bare limit of verifying: a loop of one signature check and one hash an entry, everything at hand.
import { hash, verify } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import { publicKeyOf } from '../../src/main/ledger/signing-key.ts';

type Bare = { readonly message: Uint8Array; readonly signature: Uint8Array; readonly envelope: Uint8Array };

const { publicKey, entries } = workerData as { publicKey: Uint8Array; entries: readonly Bare[] };
const key = publicKeyOf(publicKey);

parentPort?.on('message', () => {
  let good = 0;
  for (const { message, signature, envelope } of entries) {
    if (verify(null, message, key, signature)) good += 1;
    hash('sha256', envelope, 'buffer');
  }
  parentPort?.postMessage(good);
});
parentPort?.postMessage('ready');
