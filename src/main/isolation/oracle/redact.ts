import type { ShownRequest, ShownResponse } from '../../../shared/model/isolation-report.ts';
import type { PortalRequest, PortalResponse } from '../../ports/portal.port.ts';
import { isGlobalId } from '../id-shapes.ts';

const BODY_CHARS = 600;

/** Headers that prove who asks. */
const proofs = new Set(['authorization', 'cookie', 'proxy-authorization']);

/** A request as the report shows it. Its words are test data; the proof of who asked is left out. */
export function showRequest({ method, path, query, headers = {}, body }: PortalRequest): ShownRequest {
  const pairs = Object.entries(query ?? {}).flatMap(([name, value]) =>
    [value].flat().map((each) => `${name}=${encodeURIComponent(each)}`),
  );
  const shown = Object.entries(headers).map(([name, value]) => [
    name,
    proofs.has(name.toLowerCase()) ? '[secret]' : value,
  ]);
  return {
    method,
    path: pairs.length === 0 ? path : `${path}${path.includes('?') ? '&' : '?'}${pairs.join('&')}`,
    ...(shown.length > 0 && { headers: Object.fromEntries(shown) as Record<string, string> }),
    ...(body !== undefined && {
      body: (typeof body === 'string' ? body : JSON.stringify(body)).slice(0, BODY_CHARS),
    }),
  };
}

const shownHeaders = ['content-type', 'content-length', 'etag', 'location', 'cache-control', 'link', 'allow'];

/**
 * An answer as the report shows it. It may hold a stranger's personal data, for that is what the suite looks for: only its
 * shape is kept, with ids, markers and single plain words (error names); every other text and number is masked.
 */
export function showResponse(
  { status, headers, text, json }: PortalResponse,
  markers: readonly string[],
): ShownResponse {
  const kept = shownHeaders.flatMap((name) => {
    const value = headers[name];
    return value === undefined ? [] : [[name, value.slice(0, 120)]];
  });
  const body = json === undefined ? maskText(text, markers) : JSON.stringify(maskJson(json, markers));
  return {
    status,
    headers: Object.fromEntries(kept) as Record<string, string>,
    body: body.length > BODY_CHARS ? `${body.slice(0, BODY_CHARS)}…` : body,
    bytes: Buffer.byteLength(text),
  };
}

const plainWord = /^[A-Za-z]{1,40}$/;

/** One row of each list is enough to see what came. */
const LIST_ROWS = 2;

function maskJson(value: unknown, markers: readonly string[], key = ''): unknown {
  if (Array.isArray(value)) {
    const shown = value.slice(0, LIST_ROWS).map((each) => maskJson(each, markers, key));
    return value.length > LIST_ROWS ? [...shown, `‹${value.length - LIST_ROWS} more›`] : shown;
  }
  if (typeof value === 'string') return maskString(value, markers, key);
  if (typeof value === 'number') return isIdKey(key) ? value : '‹number›';
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]: [string, unknown]) => [name, maskJson(each, markers, name)]),
  );
}

const isIdKey = (key: string): boolean => /^id$|Id$|_id$/.test(key);

function maskString(text: string, markers: readonly string[], key: string): string {
  if (text === '' || isGlobalId(text) || isIdKey(key)) return text;
  if (key === 'error' && plainWord.test(text)) return text;
  const lower = text.toLowerCase();
  if (markers.some((marker) => lower.startsWith(marker.toLowerCase()))) return text;
  return `‹text ${text.length}›`;
}

const maskText = (text: string, markers: readonly string[]): string =>
  text.trim() === '' ? '' : maskString(text, markers, '');
