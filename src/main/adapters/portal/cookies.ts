import { Secret } from '../../../shared/model/secret.ts';
import type { PortalCookie, PortalResponse } from '../../ports/portal.port.ts';

/** The cookies an answer sets, without those it removes. Attributes are left out: all go back to the same origin. */
export function cookiesOf({ headers }: PortalResponse): readonly PortalCookie[] {
  const lines = headers['set-cookie']?.split('\n') ?? [];
  return lines.flatMap((line) => {
    const [pair = ''] = line.split(';', 1);
    const cut = pair.indexOf('=');
    const value = pair.slice(cut + 1).trim();
    return cut < 1 || value === '' ? [] : [{ name: pair.slice(0, cut).trim(), value: new Secret(value) }];
  });
}

/** The later cookie of a name wins. */
export const mergeCookies = (...jars: readonly (readonly PortalCookie[])[]): readonly PortalCookie[] => [
  ...new Map(jars.flat().map((cookie) => [cookie.name, cookie])).values(),
];

export const cookieHeader = (cookies: readonly PortalCookie[]): string =>
  cookies.map(({ name, value }) => `${name}=${value.reveal()}`).join('; ');
