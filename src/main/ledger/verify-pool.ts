import { Worker } from 'node:worker_threads';
import { chunkChecker, type CheckContext, type CheckedChunk, type Chunk } from './verify-chunk.ts';

/** Checks chunks, several at a time when it has the threads. */
export type ChunkPool = {
  check(chunk: Chunk): Promise<CheckedChunk>;
  close(): Promise<void>;
};

/** Checks in this thread: a few entries are checked before a thread has started. */
export function inlinePool(context: CheckContext): ChunkPool {
  const check = chunkChecker(context);
  return {
    // eslint-disable-next-line @typescript-eslint/require-await -- async so that every error is a rejection
    check: async (chunk) => check(chunk),
    close: () => Promise.resolve(),
  };
}

/** Checks in `threads` threads, which take turns. */
export function threadPool(context: CheckContext, threads: number): ChunkPool {
  const workers = Array.from({ length: threads }, () => new CheckThread(context));
  const turns = [...workers];
  return {
    check(chunk) {
      const worker = turns.shift() ?? new CheckThread(context);
      turns.push(worker);
      return worker.check(chunk);
    },
    async close() {
      await Promise.all(workers.map((worker) => worker.close()));
    },
  };
}

type Waiting = {
  readonly resolve: (checked: CheckedChunk) => void;
  readonly reject: (error: Error) => void;
};

/** One thread; it answers in the order it was asked. */
class CheckThread {
  readonly #worker: Worker;
  readonly #waiting: Waiting[] = [];

  constructor(workerData: CheckContext) {
    this.#worker = new Worker(new URL('./verify.worker.ts', import.meta.url), { workerData });
    this.#worker.on('message', (checked: CheckedChunk) => this.#waiting.shift()?.resolve(checked));
    this.#worker.on('error', (error) => this.#fail(error));
    this.#worker.on('exit', (code) => this.#fail(new Error(`A verifying thread ended with ${code}.`)));
  }

  check(chunk: Chunk): Promise<CheckedChunk> {
    const { promise, resolve, reject } = Promise.withResolvers<CheckedChunk>();
    // The caller awaits its chunks in their order, so a failure may come before anybody looks at this one.
    promise.catch(() => undefined);
    this.#waiting.push({ resolve, reject });
    this.#worker.postMessage(chunk, [chunk.bundle.buffer as ArrayBuffer]);
    return promise;
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #fail(error: unknown): void {
    const reason = error instanceof Error ? error : new Error('A verifying thread failed.', { cause: error });
    for (const { reject } of this.#waiting.splice(0)) reject(reason);
  }
}
