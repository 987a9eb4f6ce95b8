/** What decides whether a request comes from the console's own page. */
export type Asked = {
  readonly method: string;
  readonly header: (name: string) => string | undefined;
};

/** Names under which a loopback listener may be addressed; any other is a foreign name that was pointed at this machine. */
const loopbackNames = ['127.0.0.1', '[::1]', 'localhost'];

export const loopbackHosts = (port: number): readonly string[] =>
  loopbackNames.map((name) => `${name}:${port}`);

/**
 * Whether a request was made by the console's own page or by the person who typed its address.
 *
 * - `Host` is a loopback name with our port: a foreign name that resolves to 127.0.0.1 is refused (DNS rebinding).
 * - `Origin`, when the browser says one, is that host; a POST always says one.
 * - `Sec-Fetch-Site` (Fetch Metadata) is not another site or another port, except for opening the page itself in a tab: the cookie is
 *   `SameSite=Strict`, and the page may not be framed.
 */
export function isOwnOrigin({ method, header }: Asked, port: number): boolean {
  const host = header('host');
  if (host === undefined || !loopbackHosts(port).includes(host)) return false;
  const origin = header('origin');
  if (origin !== undefined || method !== 'GET') return origin === `http://${host}`;
  const site = header('sec-fetch-site') ?? 'none';
  return site === 'same-origin' || site === 'none' || isOpenedInTab(header);
}

const isOpenedInTab = (header: Asked['header']): boolean =>
  header('sec-fetch-mode') === 'navigate' && header('sec-fetch-dest') === 'document';
