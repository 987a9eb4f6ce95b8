import type { Defect } from '../../leak.ts';
import type { Fit } from './fit.ts';

export type Asked = {
  readonly method: string;
  /** Byte for byte as it came. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Headers;
  /** Parsed JSON; undefined when there is none. */
  readonly body: unknown;
};

/** What a request is taken for; what is left out stays as it was. */
export type Taken = {
  readonly method?: string;
  readonly path?: string;
  readonly query?: URLSearchParams;
  readonly body?: unknown;
};

/** A portal that takes some requests for others, and knows which of the requests it serves it made so. */
export function rerouted(decide: (asked: Asked) => Taken | undefined): {
  readonly front: NonNullable<Defect['front']>;
  readonly wasRerouted: Fit;
} {
  const made = new WeakSet<Request>();
  return {
    front: async (request) => {
      const asked = await read(request);
      const taken = decide(asked);
      if (taken === undefined) return request;
      const changed = rebuild(request, { ...asked, ...taken });
      made.add(changed);
      return changed;
    },
    wasRerouted: (c) => made.has(c.req.raw),
  };
}

async function read(request: Request): Promise<Asked> {
  const { pathname: path, searchParams: query } = new URL(request.url);
  const { method, headers } = request;
  const isJson = headers.get('content-type')?.includes('json') === true;
  const body = isJson && !hasNoBody(method) ? parse(await request.clone().text()) : undefined;
  return { method, path, query, headers, body };
}

const hasNoBody = (method: string): boolean => ['GET', 'HEAD'].includes(method);

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // the portal itself says what is wrong with it
  }
}

function rebuild(request: Request, { method, path, query, headers, body }: Asked): Request {
  const url = new URL(request.url);
  url.pathname = path;
  url.search = query.toString();
  const text = body === undefined || hasNoBody(method) ? null : JSON.stringify(body);
  const kept = new Headers(headers);
  kept.delete('content-length');
  return new Request(url, { method, headers: kept, body: text });
}
