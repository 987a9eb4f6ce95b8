import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Call, InputOf, OutputOf } from '../../src/shared/contract/call.ts';
import type { Result } from '../../src/shared/errors/result.ts';
import { exchange } from './web-console.ts';

/** A web host in a process that dies where it comes by `place`, and a browser's way to call it. */
export class MortalHost {
  readonly #child: ChildProcess;
  readonly #port: number;
  readonly #cookie: string;
  /** By which signal the process ended; null when it ended by itself. */
  readonly ended: Promise<NodeJS.Signals | null>;

  /** `place` is a fail point and the step that is at work, with a blank between them; none when left out. */
  static async open(home: string, place = ''): Promise<MortalHost> {
    const child = fork(new URL('mortal-host-child.ts', import.meta.url), [home, place]);
    const ended = once(child, 'exit').then(() => {
      throw new Error('The host ended before it had an address.');
    });
    const [address] = (await Promise.race([once(child, 'message'), ended])) as [string];
    ended.catch(() => undefined); // from here on its end is what is waited for
    const { port, search } = new URL(address);
    const { headers } = await exchange(Number(port), `/${search}`);
    return new MortalHost(child, Number(port), headers['set-cookie']?.[0]?.split(';')[0] ?? '');
  }

  private constructor(child: ChildProcess, port: number, cookie: string) {
    this.#child = child;
    this.#port = port;
    this.#cookie = cookie;
    this.ended = new Promise((resolve) => child.once('exit', (_code, signal) => resolve(signal)));
  }

  /** As the console's own page calls it. Rejects when the call is refused, or when the host dies of it. */
  async call<C extends Call>({ name }: C, input: InputOf<C>): Promise<OutputOf<C>> {
    const origin = `http://127.0.0.1:${this.#port}`;
    const { body } = await exchange(this.#port, `/api/call/${name}`, {
      method: 'POST',
      headers: { origin, cookie: this.#cookie, 'content-type': 'application/json' },
      body: JSON.stringify(input),
    });
    const result = JSON.parse(body) as Result<OutputOf<C>>;
    if (result.ok) return result.value;
    throw new Error(`${result.error.code} ${result.error.message}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.ended;
  }
}
