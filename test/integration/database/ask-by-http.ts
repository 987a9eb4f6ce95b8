import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Console } from '../../../src/main/compose.ts';
import { startWebHost, type WebHost } from '../../../src/main/hosts/web/web-host.ts';
import { exchange } from '../../helpers/web-console.ts';

/** Calls as the screens do; a refusal is thrown as it came. */
export type Ask = (name: string, input: unknown) => Promise<Record<string, unknown>>;

/** A web host on the console, and the way to ask it as a browser that has signed in. Whoever asks closes the host. */
export async function askByHttp(console: Console): Promise<readonly [WebHost, Ask]> {
  const screens = join(console.home, 'screens');
  await mkdir(screens);
  await writeFile(join(screens, 'index.html'), '<title>Tenant Console</title>');
  const host = await startWebHost({ console, screens, port: 0 });
  const { pathname, search } = new URL(host.address());
  const { headers: given } = await exchange(host.port, pathname + search);
  const headers = {
    cookie: given['set-cookie']?.[0]?.split(';')[0] ?? '',
    origin: `http://127.0.0.1:${host.port}`,
    'content-type': 'application/json',
  };
  const ask: Ask = async (name, input) => {
    const asking = { method: 'POST', body: JSON.stringify(input), headers };
    const { body } = await exchange(host.port, `/api/call/${name}`, asking);
    const { ok, value, error } = JSON.parse(body) as { ok: boolean; value: never; error: unknown };
    if (!ok) throw new Error(JSON.stringify(error));
    return value;
  };
  return [host, ask];
}
