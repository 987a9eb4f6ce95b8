import { z } from 'zod';
import { OperatorError } from '../../../shared/errors/operator-error.ts';
import type { Keychain } from '../../ports/keychain.port.ts';
import { fileKeychain, type EntriesCodec } from './file-keychain.ts';

const warning =
  'Clear text. Whoever reads this file has these secrets. For the sandbox alone; the console refuses it for every other connection.';

const content = z.object({
  warning: z.literal(warning),
  entries: z.array(z.tuple([z.string(), z.string()])),
});

const codec: EntriesCodec = {
  decode: (text) => new Map(text === undefined ? [] : parse(text).entries),
  encode: (entries) => `${JSON.stringify({ warning, entries: [...entries] }, null, 2)}\n`,
};

/** A keychain that protects nothing, for machines without one and for secrets that guard nothing: the sandbox's. */
export const throwAwayKeychain = (file: string): Keychain => fileKeychain('throw-away', file, codec);

function parse(text: string) {
  try {
    return content.parse(JSON.parse(text));
  } catch (error) {
    throw new OperatorError('E_KEYCHAIN_DAMAGED', { cause: error });
  }
}
