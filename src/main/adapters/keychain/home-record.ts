import { join } from 'node:path';
import { z } from 'zod';
import { OperatorError } from '../../../shared/errors/operator-error.ts';
import { readText, updateFile } from './locked-file.ts';

const homeRecord = z
  .strictObject({ kind: z.enum(['system', 'vault', 'throw-away']), id: z.uuid() })
  .readonly();

/** Which keychain a home uses, once and for all, and the id that keeps it apart from other homes. */
export type HomeRecord = z.output<typeof homeRecord>;

const place = (home: string) => join(home, 'keychain.json');

/** `undefined` for a home that has not opened a keychain yet. Errors: `E_KEYCHAIN_DAMAGED`. */
export async function readHomeRecord(home: string): Promise<HomeRecord | undefined> {
  const text = await readText(place(home));
  return text === undefined ? undefined : parse(text);
}

/** Writes the record unless another process was quicker, and answers with the one that stands. */
export async function keepHomeRecord(home: string, record: HomeRecord): Promise<HomeRecord> {
  let standing = record;
  await updateFile(place(home), (text) => {
    if (text === undefined) return `${JSON.stringify(record, null, 2)}\n`;
    standing = parse(text);
    return undefined;
  });
  return standing;
}

function parse(text: string): HomeRecord {
  try {
    return homeRecord.parse(JSON.parse(text));
  } catch (error) {
    throw new OperatorError('E_KEYCHAIN_DAMAGED', { cause: error, details: { file: 'keychain.json' } });
  }
}
