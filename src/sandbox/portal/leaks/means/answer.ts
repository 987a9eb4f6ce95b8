import type { PortalContext } from '../../portal-context.ts';
import type { Defect } from '../../leak.ts';
import type { Fields } from '../../services/resource.ts';
import type { Call, Fit } from './fit.ts';

/** Puts another JSON answer in the place of the one there is. */
export function replaceAnswer(c: Call, body: unknown, status: number, headers: Record<string, string> = {}) {
  c.res = undefined;
  c.res = new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json', ...headers },
  });
}

/** Denies as the deployment denies what does not exist. */
export function denyInstead(c: Call, { denial }: PortalContext): void {
  const forbidden = denial === '403';
  replaceAnswer(c, { error: forbidden ? 'Forbidden' : 'NotFound' }, forbidden ? 403 : 404);
}

/** Changes the body of an answer that succeeded. */
export async function amend(c: Call, change: (body: Fields) => Fields | Promise<Fields>): Promise<void> {
  if (!c.res.ok || c.res.headers.get('content-type')?.includes('json') !== true) return;
  replaceAnswer(c, await change((await c.res.json()) as Fields), c.res.status);
}

/** A header of free text; what cannot stand in one is encoded. */
export const addHeader = (c: Call, name: string, value: unknown): void => {
  c.header(name, String(value).replaceAll(/[^\x20-\x7e]/gu, encodeURIComponent));
};

/** Runs after the calls that fit were answered. */
export const afterwards = (
  fits: Fit,
  work: (c: Call, context: PortalContext) => void | Promise<void>,
): Defect => ({
  middleware: (context) => async (c, next) => {
    const concerned = await fits(c);
    await next();
    if (concerned) await work(c, context);
  },
});
