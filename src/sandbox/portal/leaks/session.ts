import type { Leak } from '../leak.ts';
import { DISABLED } from '../role.ts';
import { believing, cookieOf, isExpired, openToAll } from './means/forged.ts';
import { knownByBeginning, sealIgnored, signedWithWeakKey } from './means/sealed.ts';
import { anyItem, below, itemOf, listOf } from './means/fit.ts';
import { planted, plantedSubtly } from './planted.ts';

const leak = planted('session');
const subtle = plantedSubtly('session');

/** Calls that are answered without a session that counts. */
export const sessionLeaks: readonly Leak[] = [
  leak(
    [
      'session-none-calendar',
      'The calendar without a session',
      'GET /api/compliance-calendar is left out of the session check, and shows all tenants’ dates.',
    ],
    openToAll(({ method }, path) => method === 'GET' && listOf('compliance-calendar').test(path)),
  ),
  subtle(
    ['session-none-head', 'HEAD without a session', 'HEAD of any object is left out of the session check.'],
    openToAll(({ method }, path) => method === 'HEAD' && anyItem.test(path)),
  ),
  subtle(
    [
      'session-none-nested',
      'Lists below a scheme without a session',
      'The pattern of the session check knows no lists below a parent: GET /api/schemes/{id}/kfh is open.',
    ],
    openToAll((_request, path) => below('schemes', 'kfh').test(path)),
  ),
  subtle(
    [
      'session-none-delete',
      'Removal without a session',
      'The session check asks for reads and changes, and forgets DELETE /api/contributions/{id}.',
    ],
    openToAll(({ method }, path) => method === 'DELETE' && itemOf('contributions').test(path)),
  ),
  subtle(
    [
      'session-none-system',
      'The platform’s view without a session',
      'GET /api/admin/users is left out of the session check.',
    ],
    openToAll(({ method }, path) => method === 'GET' && path === '/api/admin/users'),
  ),
  leak(
    [
      'session-alg-none',
      'Unsigned tokens',
      'A token with the algorithm “none” and no signature is believed.',
    ],
    believing(
      (token, context) =>
        token.header['alg'] === 'none' && token.parts[2] === '' && !isExpired(token, context),
    ),
  ),
  subtle(
    [
      'session-alg-none-cased',
      'Unsigned tokens in capitals',
      'The algorithm “none” is refused in lower case only: “None” and “NONE” are believed.',
    ],
    believing(
      ({ header: { alg } }) => typeof alg === 'string' && alg !== 'none' && alg.toLowerCase() === 'none',
    ),
  ),
  leak(
    [
      'session-any-signature',
      'Tokens with any signature',
      'A token signed with HS256 is believed whatever its signature is.',
    ],
    believing(({ header, parts }) => header['alg'] === 'HS256' && parts.length === 3),
  ),
  subtle(
    [
      'session-weak-key',
      'Tokens signed with a guessable key',
      'A token signed with HS256 and the key “secret”, “changeme” or none is believed.',
    ],
    believing(signedWithWeakKey),
  ),
  subtle(
    [
      'session-expired',
      'Expired tokens are renewed',
      'The way that renews expired tokens does not look at their signature.',
    ],
    believing((token, context) => isExpired(token, context)),
  ),
  leak(
    [
      'session-garbage',
      'Any word for a session',
      'A session cookie that is no token at all is taken for one of the portal’s own machinery.',
    ],
    believing(({ parts }) => parts.length === 1),
  ),
  leak(
    [
      'session-known-by-beginning',
      'Sessions known by the beginning of their token',
      'Sessions seen before are found by the first parts of their token; the rest may be tampered with.',
    ],
    knownByBeginning(),
  ),
  subtle(
    [
      'session-seal-ignored',
      'The seal of a token is not checked',
      'Tokens are decrypted without verifying their authentication tag.',
    ],
    sealIgnored(),
  ),
  subtle(
    [
      'session-other-cookie',
      'A forgotten cookie',
      'The cookie next-auth.session-token of an older release is still believed, unverified.',
    ],
    believing(
      () => true,
      (request) => cookieOf(request, 'next-auth.session-token'),
    ),
  ),
  subtle(
    [
      'session-bearer',
      'An unverified bearer token',
      'A token in the Authorization header is believed without being verified.',
    ],
    believing(
      ({ parts }) => parts.length === 3,
      (request) => request.headers.get('authorization')?.replace(/^Bearer /, ''),
    ),
  ),
  subtle(
    [
      'session-outlives-disabling',
      'A session outlives disabling',
      'A user who was disabled keeps the sessions they have.',
    ],
    { policies: () => ({ admits: (claims, state) => claims.passwordMark === state.passwordMark }) },
  ),
  subtle(
    [
      'session-outlives-password',
      'A session outlives a changed password',
      'A changed password leaves the older sessions of the user as they are.',
    ],
    { policies: () => ({ admits: (_claims, state) => state.role !== DISABLED }) },
  ),
  leak(
    [
      'session-disabled-sign-in',
      'Disabled users sign in',
      'A user who was disabled can still sign in, and the new session counts.',
    ],
    {
      policies: (clean) => ({
        maySignIn: () => true,
        admits: (claims, state) => claims.role === DISABLED || clean.admits(claims, state),
      }),
    },
  ),
];
