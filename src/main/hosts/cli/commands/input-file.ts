import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { invalidInput } from '../../../../shared/errors/invalid-input.ts';
import { OperatorError } from '../../../../shared/errors/operator-error.ts';
import { jsonObject, type JsonObject } from '../../../../shared/model/json.ts';
import { readStdin, type Terminal } from '../terminal.ts';

const withAnswers = z.looseObject({ answers: z.record(z.string(), jsonObject).default({}) });

/** What a file gives beforehand: answers by step id, and whatever else is in it. */
export type InputFile = { readonly answers: Readonly<Record<string, JsonObject>>; readonly rest: JsonObject };

/**
 * Reads a JSON object from a file (`-` for standard input). Errors: `E_INVALID_INPUT` when it cannot be read or is no JSON
 * object; nothing of its content is repeated, for it holds personal data.
 */
export async function readInputFile(file: string, terminal: Terminal): Promise<InputFile> {
  const parsed = withAnswers.safeParse(await readJson(file, terminal));
  if (!parsed.success) throw invalidInput(parsed.error);
  const { answers, ...rest } = parsed.data;
  return { answers, rest: rest as JsonObject };
}

/** Any JSON value from a file. */
export async function readJson(file: string, terminal: Terminal): Promise<unknown> {
  try {
    return JSON.parse(file === '-' ? await readStdin(terminal) : await readFile(file, 'utf8'));
  } catch (cause) {
    const problem = cause instanceof SyntaxError ? 'is not JSON' : 'cannot be read';
    throw new OperatorError('E_INVALID_INPUT', {
      message: `The file ${file} ${problem}.`,
      details: { file },
      cause,
    });
  }
}
