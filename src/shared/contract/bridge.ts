import type { Result } from '../errors/result.ts';
import type { ConsoleEvent } from './events.contract.ts';

/** Takes the subscription back; safe to call twice. */
export type Unsubscribe = () => void;

/** All that a screen may reach: the same object in the window and in a browser. */
export type Bridge = {
  /** Makes a call of the registry. Never rejects for an expected failure: that is a `Result` with an error card. */
  call(name: string, input: unknown): Promise<Result<unknown>>;
  /** Hears every event after `afterSeq`, the missed ones first; from now on when it is left out. */
  subscribe(listener: (event: ConsoleEvent) => void, afterSeq?: number): Unsubscribe;
};
