import { parentPort, workerData } from 'node:worker_threads';
import { chunkChecker, type CheckContext, type Chunk } from './verify-chunk.ts';

const check = chunkChecker(workerData as CheckContext);

parentPort?.on('message', (chunk: Chunk) => {
  const checked = check(chunk);
  parentPort?.postMessage(checked, [checked.leaves.buffer as ArrayBuffer]);
});
