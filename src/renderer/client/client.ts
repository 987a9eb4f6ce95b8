import type { z } from 'zod';
import type { Bridge } from '../../shared/contract/bridge.ts';
import type { Call } from '../../shared/contract/call.ts';
import type { ErrorCard } from '../../shared/errors/operator-error.ts';

/** A call that was refused or failed, with the card to show for it. */
export class CallError extends Error {
  override readonly name = 'CallError';
  readonly card: ErrorCard;

  constructor(card: ErrorCard) {
    super(card.message);
    this.card = card;
  }
}

/** The console as screens see it: calls that answer or throw a `CallError`, and one stream of events. */
export type Client = {
  readonly call: <Input extends z.ZodType, Output extends z.ZodType>(
    call: Call<Input, Output>,
    input: z.input<Input>,
  ) => Promise<z.output<Output>>;
  readonly subscribe: Bridge['subscribe'];
};

export const clientOver = (bridge: Bridge): Client => ({
  call: async ({ name }, input) => {
    const result = await bridge.call(name, input);
    if (!result.ok) throw new CallError(result.error);
    // The host has parsed it by the same contract.
    return result.value as never;
  },
  subscribe: (listener, afterSeq) => bridge.subscribe(listener, afterSeq),
});
