import { openConsole, type Console } from '../../src/main/compose.ts';
import type { Call, InputOf, OutputOf } from '../../src/shared/contract/call.ts';
import { isOperatorError } from '../../src/shared/errors/operator-error.ts';
import { Died, Refused, type OpenAsked } from './console-process.ts';
import type { Desk } from './journey.ts';

/** One console of a process: it dies where it is told to, and nothing of it happens any more. */
type Life = { readonly console: Console; readonly fate: { left: number; dead: boolean } };

/**
 * A console in this process that dies as one of its own would: at a named place it throws, and at every one that it comes by from then
 * on, so that nothing more is written, sent or committed. Then all of it is dropped and built again from its home. A hundred
 * times cheaper than SIGKILL, which the same places are tried with elsewhere.
 */
export class MortalDesk implements Desk {
  readonly #options: OpenAsked;
  #life: Life;

  private constructor(options: OpenAsked, life: Life) {
    this.#options = options;
    this.#life = life;
  }

  static async open(options: OpenAsked): Promise<MortalDesk> {
    return new MortalDesk(options, await begin(options));
  }

  /** Dies at the `places`-th place from now. */
  arm(places: number): void {
    this.#life.fate.left = places;
  }

  get isDead(): boolean {
    return this.#life.fate.dead;
  }

  /** Whatever a dead console answers, nobody hears it. */
  async call<C extends Call>(call: C, input: InputOf<C>): Promise<OutputOf<C>> {
    const { console, fate } = this.#life;
    try {
      const answer = await console.call(call, input);
      if (fate.dead) throw new Died('dead');
      return answer as OutputOf<C>;
    } catch (error) {
      if (fate.dead) throw new Died('dead', { cause: error });
      if (!isOperatorError(error)) throw error;
      throw new Refused({
        id: 0,
        code: error.code,
        message: `${error.code} ${JSON.stringify(error.details)}`,
      });
    }
  }

  /** As `kill -9` and a new start. */
  async restart(): Promise<void> {
    this.#life.fate.dead = true;
    await this.close();
    this.#life = await begin(this.#options);
  }

  async close(): Promise<void> {
    try {
      await this.#life.console.close();
    } catch (error) {
      if (!(error instanceof Died)) throw error; // a dead console does not even anchor its ledger
    }
  }
}

async function begin(options: OpenAsked): Promise<Life> {
  const fate = { left: 0, dead: false };
  const reach = () => {
    fate.dead ||= fate.left === 1;
    fate.left = Math.max(0, fate.left - 1);
    if (fate.dead) throw new Died('dead');
  };
  const fixed = { allowThrowAway: true, sandboxNode: 'none', failPoints: { reach } };
  return { console: await openConsole({ ...options, ...fixed }), fate };
}
