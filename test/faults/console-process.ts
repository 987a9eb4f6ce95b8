import { fork, type ChildProcess } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Call, InputOf, OutputOf } from '../../src/shared/contract/call.ts';
import type { Patience } from '../../src/main/adapters/postgres/patience.ts';
import type { FailPoint } from '../../src/main/ports/fail-points.port.ts';
import { compileCache } from '../helpers/compile-cache.ts';

/** A place that the process came by: the point, and the step, event or statement that was at work. */
export type Reached = { readonly name: FailPoint; readonly where: string };

export type OpenAsked = {
  readonly home: string;
  readonly patience?: Partial<Patience>;
};

type Wish =
  | { readonly do: 'open'; readonly options: OpenAsked }
  | { readonly do: 'arm'; readonly dieAt: number; readonly place: string }
  | { readonly do: 'jump'; readonly byMs: number }
  | { readonly do: 'reached' | 'stop' | 'close' }
  | { readonly do: 'call'; readonly name: string; readonly input: unknown };

export type Asked = Wish & { readonly id: number };
export type Answer = {
  readonly id: number;
  readonly value?: unknown;
  readonly message?: string;
  readonly code?: string;
};

/** The process is gone: it was killed, or it killed itself at a fail point. */
export class Died extends Error {
  override readonly name = 'Died';
}

/** The console refused or failed with a code of the catalogue; without one it met a defect. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly code: string | undefined;

  constructor({ message = '', code }: Answer) {
    super(message);
    this.code = code;
  }
}

type Waiting = { readonly resolve: (value: unknown) => void; readonly reject: (error: Error) => void };

/** One console in a real process of its own. */
export class ConsoleProcess {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, Waiting>();
  readonly gone: Promise<void>;
  #asked = 0;

  constructor(scratch: string) {
    const runtime = join(scratch, 'runtime');
    mkdirSync(runtime, { recursive: true });
    // Nothing of the machine's own session: no keychain service is asked.
    const env = {
      PATH: process.env['PATH'],
      HOME: scratch,
      XDG_RUNTIME_DIR: runtime,
      ...compileCache,
    };
    this.#child = fork(new URL('console-child.ts', import.meta.url), { env, stdio: 'inherit' });
    this.#child.on('message', (answer: Answer) => this.#answered(answer));
    this.gone = new Promise((resolve) => {
      this.#child.once('exit', (code, signal) => {
        for (const { reject } of this.#waiting.values())
          reject(new Died(`exit ${code ?? ''}${signal ?? ''}`));
        this.#waiting.clear();
        resolve();
      });
    });
  }

  open(options: OpenAsked): Promise<unknown> {
    return this.#ask({ do: 'open', options });
  }

  /** From now on counts the places it comes by, and dies at the `dieAt`-th, or at `place`; 0 only counts. */
  arm(dieAt: number, place = ''): Promise<unknown> {
    return this.#ask({ do: 'arm', dieAt, place });
  }

  /** Dies where it comes by this place next: point and step, event or statement, with a blank between them. */
  armAt(place: string): Promise<unknown> {
    return this.#ask({ do: 'arm', dieAt: 0, place });
  }

  /** Sets the wall clock of the process off by this much. */
  jump(byMs: number): Promise<unknown> {
    return this.#ask({ do: 'jump', byMs });
  }

  async reached(): Promise<readonly Reached[]> {
    return (await this.#ask({ do: 'reached' })) as Reached[];
  }

  /** As the operator's Ctrl-C: everything stops at the next safe point. */
  stop(): Promise<unknown> {
    return this.#ask({ do: 'stop' });
  }

  async call<C extends Call>({ name }: C, input: InputOf<C>): Promise<OutputOf<C>> {
    return (await this.#ask({ do: 'call', name, input })) as OutputOf<C>;
  }

  /** The lid is closed: nothing of the process runs, and the world goes on. */
  freeze(): void {
    this.#child.kill('SIGSTOP');
  }

  thaw(): void {
    this.#child.kill('SIGCONT');
  }

  /** SIGKILL from outside. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.gone;
  }

  async close(): Promise<void> {
    await this.#ask({ do: 'close' });
    this.#child.disconnect();
    await this.gone;
  }

  #ask(wish: Wish): Promise<unknown> {
    const id = (this.#asked += 1);
    if (this.#child.exitCode !== null || this.#child.signalCode !== null)
      return Promise.reject(new Died('gone'));
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#child.send({ ...wish, id });
    });
  }

  #answered(answer: Answer): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if (answer.message === undefined) waiting?.resolve(answer.value);
    else waiting?.reject(new Refused(answer));
  }
}
