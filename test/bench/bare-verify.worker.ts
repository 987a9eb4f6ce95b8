import { hash, verify } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import { publicKeyOf } from '../../src/main/ledger/signing-key.ts';

type Envelope = {
  readonly payload: string;
  readonly payloadType: string;
  readonly signatures: readonly [{ readonly sig: string }];
};

const { publicKey, envelopes } = workerData as {
  readonly publicKey: Uint8Array;
  readonly envelopes: readonly Uint8Array[];
};
const key = publicKeyOf(publicKey);

/** What nobody can leave out who verifies a DSSE envelope: take it apart, put together what was signed, check that. */
function isSigned(bytes: Uint8Array): boolean {
  const { payload, payloadType, signatures } = JSON.parse(Buffer.from(bytes).toString()) as Envelope;
  const body = Buffer.from(payload, 'base64');
  const header = Buffer.from(`DSSEv1 ${payloadType.length} ${payloadType} ${body.length} `);
  return verify(null, Buffer.concat([header, body]), key, Buffer.from(signatures[0].sig, 'base64'));
}

parentPort?.on('message', () => {
  let good = true;
  for (const envelope of envelopes) {
    good = isSigned(envelope) && good;
    hash('sha256', envelope, 'buffer');
  }
  parentPort?.postMessage(good ? 'good' : 'bad');
});
parentPort?.postMessage('ready');
