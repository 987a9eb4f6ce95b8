import { Secret } from '../../shared/model/secret.ts';
import type { IdSource } from '../ports/id-source.port.ts';

/** No letter or digit that is easily taken for another, so that it can be read out. 56 characters. */
const alphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789';

/** 56^24 is over 139 bits. */
const LENGTH = 24;

/** The largest multiple of the alphabet's size in a byte: what lies above is drawn again, so no character is likelier. */
const LIMIT = 256 - (256 % alphabet.length);

/** A temporary password: 24 characters, drawn evenly from letters and digits that cannot be confused. */
export function temporaryPassword(ids: IdSource): Secret {
  let password = '';
  while (password.length < LENGTH) {
    const usable = [...ids.bytes(LENGTH)].filter((byte) => byte < LIMIT);
    password += usable.map((byte) => alphabet.charAt(byte % alphabet.length)).join('');
  }
  return new Secret(password.slice(0, LENGTH));
}
