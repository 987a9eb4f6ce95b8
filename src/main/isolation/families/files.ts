import type { PortalRequest } from '../../ports/portal.port.ts';

/** One address that must not open a file. */
export type FileTry = {
  readonly what: string;
  readonly title: string;
  readonly request: PortalRequest;
  /** The same about files that are not there: it must be answered alike. */
  readonly missing?: readonly [PortalRequest, PortalRequest];
};

type Signed = { readonly own: URL; readonly foreign: URL };

/** An address as it could be guessed, taken from another file, or changed; and when the genuine one says it ends. */
export function fileTries(
  { own, foreign }: Signed,
  nowMs: number,
): { readonly tries: readonly FileTry[]; readonly expiresAt: number | undefined } {
  const parameters = [...foreign.searchParams];
  const moments = parameters.flatMap(([, value]) => momentIn(value, nowMs) ?? []);
  const expiresAt = moments.length === 0 ? undefined : Math.min(...moments);
  return {
    tries: [
      ...guesses(foreign),
      existence(foreign),
      ...swaps(own, foreign),
      ...repointed(own, foreign),
      ...parameters.flatMap(tampered(foreign, nowMs)),
    ],
    expiresAt,
  };
}

const attempt = (what: string, title: string, path: string, method = 'GET'): FileTry => ({
  what,
  title,
  request: { method, path },
});

function guesses(foreign: URL): readonly FileTry[] {
  const { pathname, search } = foreign;
  const folder = pathname.slice(0, pathname.lastIndexOf('/') + 1);
  const above = folder.slice(0, folder.slice(0, -1).lastIndexOf('/') + 1);
  return [
    attempt('unsigned', 'Opens a foreign file by its path alone', pathname),
    attempt('unsigned-head', 'Asks for the head of a foreign file by its path alone', pathname, 'HEAD'),
    attempt('unsigned-download', 'Downloads a foreign file by its path alone', `${pathname}?download=1`),
    attempt('folder', 'Lists the folder of a foreign file', folder),
    attempt('folder-above', 'Lists the folder above a foreign file', above),
    attempt(
      'empty-signature',
      'Opens a foreign file with empty parameters',
      `${pathname}?${search.slice(1).replaceAll(/=[^&]*/g, '=')}`,
    ),
  ];
}

/** Names as long as the genuine one, in the same folder, that no file has. */
function existence({ pathname }: URL): FileTry {
  const folder = pathname.slice(0, pathname.lastIndexOf('/') + 1);
  const name = pathname.slice(folder.length);
  const other = (letter: string): PortalRequest => ({
    method: 'GET',
    path: `${folder}${name.replaceAll(/[a-z]/gi, letter)}`,
  });
  return {
    ...attempt('exists', 'Asks by its path alone whether a foreign file is there', pathname),
    missing: [other('q'), other('z')],
  };
}

/** The signature of its own file, put on a foreign path. */
function swaps(own: URL, foreign: URL): readonly FileTry[] {
  const climb = `${own.pathname.slice(0, own.pathname.lastIndexOf('/') + 1)}${'../'.repeat(8)}${foreign.pathname.slice(1)}`;
  return [
    attempt(
      'path-swap',
      'Opens a foreign file with the signature of its own',
      `${foreign.pathname}${own.search}`,
    ),
    attempt(
      'path-swap-head',
      'Asks for the head of a foreign file with the signature of its own',
      `${foreign.pathname}${own.search}`,
      'HEAD',
    ),
    attempt('path-climb', 'Climbs from its own file to a foreign one', `${climb}${own.search}`),
    attempt(
      'path-case',
      'Opens a foreign file with its own signature, the path in other case',
      `${foreign.pathname.toUpperCase()}${own.search}`,
    ),
  ];
}

/** Parameters that could not matter (a download flag) are left alone: only long ones and moments are held to matter. */
const tampered =
  (foreign: URL, nowMs: number) =>
  ([name, value]: readonly [string, string]): readonly FileTry[] => {
    const moment = momentIn(value, nowMs);
    if (moment === undefined && value.length < 16) return [];
    const changed = (next: string): string => withParameter(foreign, name, next);
    const prolonged = retimed(value, nowMs, (at) => at + 10 * YEAR_MS);
    const over = retimed(value, nowMs, () => nowMs - 60_000);
    return [
      attempt(`tampered-${name}`, `Changes ${name} of a foreign file’s address`, changed(flipped(value))),
      attempt(
        `without-${name}`,
        `Leaves ${name} out of a foreign file’s address`,
        withParameter(foreign, name),
      ),
      ...(prolonged === value
        ? []
        : [attempt(`later-${name}`, `Prolongs a foreign file’s address: ${name}`, changed(prolonged))]),
      ...(over === value
        ? []
        : [
            attempt(
              `past-${name}`,
              `Puts a time that is over into a foreign file’s address: ${name}`,
              changed(over),
            ),
          ]),
    ];
  };

/** Some addresses carry their terms as JSON inside a parameter: the path of its own file is exchanged there, the seal kept. */
function repointed(own: URL, foreign: URL): readonly FileTry[] {
  const [mine, theirs] = [own, foreign].map(({ pathname }) =>
    decodeURIComponent(pathname).split('/').slice(-4).join('/'),
  );
  return [...own.searchParams].flatMap(([name, value]) => {
    const changed = value
      .split('.')
      .map((part) => rewritten(part, (text) => text.replaceAll(mine ?? '', theirs ?? '')));
    const next = changed.join('.');
    if (next === value) return [];
    const query = new URLSearchParams(own.search);
    query.set(name, next);
    return [
      attempt(
        `repointed-${name}`,
        `Points its own address at a foreign file: ${name}`,
        `${foreign.pathname}?${query.toString()}`,
      ),
    ];
  });
}

function withParameter(url: URL, name: string, next?: string): string {
  const query = new URLSearchParams(url.search);
  if (next === undefined) query.delete(name);
  else query.set(name, next);
  return `${url.pathname}?${query.toString()}`;
}

const YEAR_MS = 31_536_000_000;
const momentShape = /(?<!\d)\d{10}(?:\d{3})?(?!\d)/g;

/** Moments within a year from now in a parameter, plain or inside its JSON; milliseconds since the epoch. */
function momentIn(value: string, nowMs: number): number | undefined {
  const moments = readings(value)
    .flatMap((text) => text.match(momentShape) ?? [])
    .map(inMs);
  return moments.find((moment) => Math.abs(moment - nowMs) < YEAR_MS);
}

const inMs = (digits: string): number => (digits.length > 10 ? Number(digits) : Number(digits) * 1000);

/** The parameter with every moment in it replaced. */
function retimed(value: string, nowMs: number, when: (moment: number) => number): string {
  const replace = (text: string): string =>
    text.replaceAll(momentShape, (digits) => {
      if (Math.abs(inMs(digits) - nowMs) >= YEAR_MS) return digits;
      const next = when(inMs(digits));
      return String(digits.length > 10 ? next : Math.floor(next / 1000));
    });
  return value
    .split('.')
    .map((part) => (isJson(part) ? rewritten(part, replace) : replace(part)))
    .join('.');
}

const readings = (value: string): readonly string[] =>
  value.split('.').map((part) => (isJson(part) ? decodedPart(part) : part));

const decodedPart = (part: string): string => Buffer.from(part, 'base64url').toString('utf8');
const isJson = (part: string): boolean => part.startsWith('ey') && decodedPart(part).startsWith('{"');

/** A base64url part that holds JSON, changed as text; anything else as it is. */
const rewritten = (part: string, change: (text: string) => string): string =>
  isJson(part) ? Buffer.from(change(decodedPart(part))).toString('base64url') : part;

/** Another character in the middle, of the same kind. */
function flipped(value: string): string {
  const at = value.length >> 1;
  return `${value.slice(0, at)}${value[at] === 'A' ? 'B' : 'A'}${value.slice(at + 1)}`;
}
