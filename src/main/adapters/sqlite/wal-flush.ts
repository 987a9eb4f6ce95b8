import { closeSync, fdatasync, fdatasyncSync, openSync } from 'node:fs';
import { promisify } from 'node:util';
import { OperatorError } from '../../../shared/errors/operator-error.ts';

const synced = promisify(fdatasync);

/**
 * Brings the write-ahead log of a SQLite file to the medium: what `synchronous = FULL` does at the end of each commit, for one
 * commit or for many (https://www.sqlite.org/pragma.html#pragma_synchronous). The file is locked by nothing that closing it
 * would let go of: SQLite's locks are on the other two.
 */
export class WalFlush {
  readonly #path: string;
  #file: number | undefined;
  #running: Promise<void> | undefined;
  #next: Promise<void> | undefined;
  #failure: OperatorError | undefined;

  constructor(databasePath: string) {
    this.#path = `${databasePath}-wal`;
  }

  /** Off this thread. One that is under way may have begun before the caller's commit: all who come meanwhile share the next. */
  flush(): Promise<void> {
    this.#next ??= this.#running?.then(this.#start, this.#start);
    return this.#next ?? this.#start();
  }

  /** On this thread: quicker for one caller, and all others wait. */
  flushNow(): void {
    this.refuseBroken();
    try {
      fdatasyncSync(this.#opened());
    } catch (cause) {
      throw this.#broken(cause);
    }
  }

  /** After a sync that failed nobody can say what the medium holds, and the next would not tell: it is over. */
  refuseBroken(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }

  close(): void {
    const file = this.#file;
    if (file === undefined) return;
    this.#file = undefined;
    const letGo = () => closeSync(file);
    if (this.#running === undefined) letGo();
    else void this.#running.then(letGo, letGo);
  }

  readonly #start = (): Promise<void> => {
    this.#next = undefined;
    this.#running = this.#sync().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  };

  async #sync(): Promise<void> {
    this.refuseBroken();
    try {
      await synced(this.#opened());
    } catch (cause) {
      throw this.#broken(cause);
    }
  }

  #opened(): number {
    return (this.#file ??= openSync(this.#path, 'r+'));
  }

  #broken(cause: unknown): OperatorError {
    const isFull = FULL.has((cause as NodeJS.ErrnoException).code ?? '');
    this.#failure = new OperatorError(isFull ? 'E_LEDGER_DISK_FULL' : 'E_LEDGER_UNAVAILABLE', { cause });
    return this.#failure;
  }
}

/** Some file systems find out late that there is no room. */
const FULL: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT']);
