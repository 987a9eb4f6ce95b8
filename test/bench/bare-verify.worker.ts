import { hash, verify } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import { publicKeyOf } from '../../src/main/ledger/signing-key.ts';

export type BareEntry = {
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
  readonly envelope: Uint8Array;
};

const { publicKey, entries } = workerData as {
  readonly publicKey: Uint8Array;
  readonly entries: readonly BareEntry[];
};
const key = publicKeyOf(publicKey);

parentPort?.on('message', () => {
  let good = true;
  for (const { message, signature, envelope } of entries) {
    good = verify(null, message, key, signature) && good;
    hash('sha256', envelope, 'buffer');
  }
  parentPort?.postMessage(good ? 'good' : 'bad');
});
parentPort?.postMessage('ready');
