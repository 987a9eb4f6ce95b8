import type { TestLogin } from './sandbox.ts';

export type Answer = { readonly status: number; readonly body: unknown; readonly headers: Headers };

/** A signed-in (or anonymous) caller of a portal, as a browser would be. */
export type PortalClient = {
  readonly cookie: string;
  readonly get: (path: string, headers?: Record<string, string>) => Promise<Answer>;
  readonly send: (method: string, path: string, body?: unknown) => Promise<Answer>;
};

export function portalClient(url: string, cookie = ''): PortalClient {
  const call = async (
    path: string,
    init: { method?: string; body?: string; headers?: Record<string, string> },
  ): Promise<Answer> => {
    const response = await fetch(url + path, {
      ...init,
      headers: { ...init.headers, cookie },
      redirect: 'manual',
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') === true;
    return {
      status: response.status,
      body: isJson && text !== '' ? JSON.parse(text) : text,
      headers: response.headers,
    };
  };
  return {
    cookie,
    get: (path, headers = {}) => call(path, { headers }),
    send: (method, path, body) => {
      const json =
        body === undefined
          ? {}
          : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
      return call(path, { method, ...json });
    },
  };
}

const cookiesOf = (response: Response) =>
  response.headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '');

/** Signs in through Auth.js: CSRF token first, then the credentials with it. Anonymous when it refuses. */
export async function signIn(url: string, { email, password }: TestLogin): Promise<PortalClient> {
  const csrf = await fetch(`${url}/api/auth/csrf`);
  const { csrfToken } = (await csrf.json()) as { csrfToken: string };
  const response = await fetch(`${url}/api/auth/callback/credentials`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: cookiesOf(csrf).join('; ') },
    body: new URLSearchParams({ csrfToken, email, password }),
  });
  return portalClient(
    url,
    cookiesOf(response)
      .filter((cookie) => cookie.startsWith('authjs.session-token='))
      .join('; '),
  );
}
