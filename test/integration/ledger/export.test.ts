import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Ledger } from '../../../src/main/ledger/ledger.ts';
import { checkProof, readExportedLog } from '../../helpers/foreign-log-reader.ts';
import { LedgerHome } from '../../helpers/ledger-home.ts';

let home: LedgerHome;
let ledger: Ledger;
let dir: string;

beforeEach(async () => {
  home = new LedgerHome();
  dir = join(home.dir, 'export');
  ledger = await home.open();
});

afterEach(async () => {
  await ledger.close();
  home[Symbol.dispose]();
});

/** Appends until there are `size` entries. */
const growTo = (size: number) =>
  ledger.append(
    ...Array.from({ length: size - ledger.size() }, (_, i) => ({
      type: 'step.done',
      runId: 'run',
      data: { i },
    })),
  );
const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

describe('an exported log', () => {
  test.each([1, 2, 255, 256, 257, 513, 1000])(
    'of %i entries is read whole by a reader that is not ours',
    async (size) => {
      await growTo(size);
      const { entries, files } = await ledger.exportTiles(dir);
      const said = readExportedLog(dir, ledger.verifierKey());
      expect(said.map(({ index }) => index)).toEqual(Array.from({ length: size }, (_, i) => i));
      expect({ entries, files }).toEqual({ entries: size, files: filesIn(dir).length });
    },
  );

  test('is brought up to date by exporting again, and the older tiles stay as they were', async () => {
    await growTo(300);
    await ledger.exportTiles(dir);
    const before = new Map(filesIn(dir).map((file) => [file, readFileSync(file)]));
    await growTo(600);
    await ledger.exportTiles(dir);
    expect(readExportedLog(dir, ledger.verifierKey())).toHaveLength(600);
    before.delete(join(dir, 'checkpoint'));
    for (const [file, content] of before) expect(readFileSync(file)).toEqual(content);
  });

  test('that lost or changed a byte is refused by that reader', async () => {
    await growTo(300);
    await ledger.exportTiles(dir);
    for (const file of filesIn(dir)) {
      const content = readFileSync(file);
      writeFileSync(
        file,
        content.map((byte, i) => (i === content.length - 9 ? byte ^ 1 : byte)),
      );
      expect(() => readExportedLog(dir, ledger.verifierKey()), file).toThrow();
      writeFileSync(file, content.subarray(0, -1));
      expect(() => readExportedLog(dir, ledger.verifierKey()), file).toThrow();
      writeFileSync(file, content);
    }
    rmSync(join(dir, 'checkpoint'));
    expect(() => readExportedLog(dir, ledger.verifierKey())).toThrow();
  });

  test('that cannot be written is a code', async () => {
    writeFileSync(dir, 'a file where the folder should be');
    await expect(ledger.exportTiles(dir)).rejects.toMatchObject({ code: 'E_LEDGER_EXPORT_FAILED' });
  });
});

test('a proof of any entry convinces somebody who has the entry and the key of the log alone', async () => {
  await growTo(75);
  const { store } = home.options();
  for (let index = 0; index < 75; index += 1) {
    const { envelope } = store.entry(index)!;
    expect(checkProof(ledger.proof(index), envelope, ledger.verifierKey())).toBe(index);
  }
  const other = store.entry(4)!.envelope;
  store.close();
  expect(() => checkProof(ledger.proof(3), other, ledger.verifierKey())).toThrow('path');
});
