import type { Bridge } from '../../shared/contract/bridge.ts';
import type { ConsoleEvent } from '../../shared/contract/events.contract.ts';
import { OperatorError } from '../../shared/errors/operator-error.ts';
import type { Result } from '../../shared/errors/result.ts';

const refusal = (code: 'E_CONSOLE_UNREACHABLE' | 'E_CONSOLE_SESSION'): Result<never> => ({
  ok: false,
  error: new OperatorError(code).toJSON(),
});

/** Speaks to the loopback host that served this page. Whatever goes wrong on the way is a `Result` too. */
export const httpBridge: Bridge = {
  call: async (name, input) => {
    try {
      const headers = { 'content-type': 'application/json' };
      const body = JSON.stringify(input);
      return await readResult(await fetch(`/api/call/${name}`, { method: 'POST', headers, body }));
    } catch {
      return refusal('E_CONSOLE_UNREACHABLE');
    }
  },
  subscribe: (listener, afterSeq) => {
    const source = new EventSource(afterSeq === undefined ? '/api/events' : `/api/events?after=${afterSeq}`);
    source.onmessage = ({ data }: MessageEvent<string>) => listener(JSON.parse(data) as ConsoleEvent);
    return () => source.close();
  },
};

async function readResult(response: Response): Promise<Result<unknown>> {
  if (response.headers.get('content-type')?.startsWith('application/json') === true) {
    const body: unknown = await response.json();
    if (typeof body === 'object' && body !== null && 'ok' in body) return body as Result<unknown>;
  }
  return refusal(response.status === 401 ? 'E_CONSOLE_SESSION' : 'E_CONSOLE_UNREACHABLE');
}
