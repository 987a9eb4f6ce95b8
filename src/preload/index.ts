import { contextBridge, ipcRenderer } from 'electron';
import type { Bridge } from '../shared/contract/bridge.ts';
import type { ConsoleEvent } from '../shared/contract/events.contract.ts';
import { calls, channels } from '../shared/contract/index.ts';
import { OperatorError } from '../shared/errors/operator-error.ts';
import type { Result } from '../shared/errors/result.ts';

const carried: ReadonlySet<unknown> = new Set(calls.map(({ name }) => name));
const listeners = new Map<number, (event: ConsoleEvent) => void>();
let subscriptions = 0;

ipcRenderer.on(channels.events, (_sent, subscription: number, event: ConsoleEvent) =>
  listeners.get(subscription)?.(event),
);

/** JSON text travels, so that nothing but plain data can reach the host. */
const bridge: Bridge = {
  call: async (name, input) => {
    if (!carried.has(name)) return refusal('E_UNKNOWN_CALL');
    const json = textOf(input);
    if (json === undefined) return refusal('E_INVALID_INPUT');
    return ipcRenderer.invoke(channels.call, name, json) as Promise<Result<unknown>>;
  },
  subscribe: (listener, afterSeq) => {
    const subscription = (subscriptions += 1);
    listeners.set(subscription, listener);
    ipcRenderer.send(channels.events, subscription, true, afterSeq);
    return () => {
      if (listeners.delete(subscription)) ipcRenderer.send(channels.events, subscription, false);
    };
  },
};

const refusal = (code: 'E_UNKNOWN_CALL' | 'E_INVALID_INPUT'): Result<never> => ({
  ok: false,
  error: new OperatorError(code).toJSON(),
});

/** Undefined for what has no JSON: a function, a circle, a big integer. */
function textOf(input: unknown): string | undefined {
  try {
    const text: unknown = JSON.stringify(input);
    return typeof text === 'string' ? text : undefined;
  } catch {
    return undefined;
  }
}

contextBridge.exposeInMainWorld(channels.bridge, Object.freeze(bridge));
