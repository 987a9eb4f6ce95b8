import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { FuseV1Options } from '@electron/fuses';
import { validateConfiguration } from 'app-builder-lib/out/util/config/config.js';
import { DebugLogger } from 'builder-util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fuses, packedProgram, setFuses, wrongFuses, type Packed } from '../../../scripts/package/fuses.ts';
import { packageConfig } from '../../../scripts/package/package-config.ts';

const check = (config: object) => validateConfiguration(config, new DebugLogger(false));

describe('the packaging', () => {
  test('fits electron-builder’s own schema', async () => {
    await expect(check(packageConfig)).resolves.toBeUndefined();
  });

  test('would not fit it with a word that the schema does not know', async () => {
    await expect(check({ ...packageConfig, lunix: {} })).rejects.toThrow(/lunix/);
  });

  test('packs for Linux, macOS and Windows into a sealed archive', () => {
    expect(packageConfig).toMatchObject({ asar: true, disableAsarIntegrity: false, afterPack: setFuses });
    expect([packageConfig.linux, packageConfig.mac, packageConfig.win].every((each) => each?.target)).toBe(
      true,
    );
  });

  test('starts with what the build writes', async () => {
    const manifest = JSON.parse(await readFile('package.json', 'utf8')) as { main: string };
    expect(manifest.main).toBe('./out/main/main/index.js');
    expect(packageConfig.files).toContain('out/**');
  });

  test('names only resources that are there', () => {
    const named = ['resources/icon.png', 'resources/entitlements.mac.plist'];
    expect(named.filter((path) => !existsSync(resolve(path)))).toEqual([]);
  });
});

describe('the fuses', () => {
  const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
  const [ON, OFF] = [0x31, 0x30];
  let folder: string;
  let program: string;
  const packed = (): Packed => ({
    appOutDir: folder,
    electronPlatformName: 'linux',
    packager: { appInfo: { productFilename: 'Tenant Console' }, executableName: 'tenant-console' },
  });

  /** The part of a program that the fuses are: sentinel, version 1, length, one byte a fuse. */
  const writeProgram = (wire: readonly number[]) =>
    writeFile(
      program,
      Buffer.concat([
        Buffer.alloc(999),
        Buffer.from(sentinel),
        Buffer.from([1, wire.length, ...wire]),
        Buffer.alloc(99),
      ]),
    );
  const names = Object.keys(fuses) as (keyof typeof fuses)[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fuses-'));
    program = join(folder, 'tenant-console');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  test('are all that the tool knows', () => {
    const known = Object.keys(FuseV1Options).filter((name) => !/^\d+$/.test(name));
    expect(names.toSorted()).toEqual(known.toSorted());
  });

  test('are set after packing, and are then as they should be', async () => {
    await writeProgram(names.map((name) => (fuses[name] ? OFF : ON)));
    expect(await wrongFuses(program)).toHaveLength(names.length);
    await setFuses(packed());
    expect(await wrongFuses(program)).toEqual([]);
  });

  test('a wrong one is named', async () => {
    await writeProgram(names.map((name) => ((name === 'RunAsNode') !== fuses[name] ? ON : OFF)));
    expect(await wrongFuses(program)).toEqual(['RunAsNode is enable, not off']);
  });

  test('one that a newer Electron has and nobody has named stops the packaging', async () => {
    await writeProgram([...names.map(() => OFF), OFF]);
    await expect(setFuses(packed())).rejects.toThrow();
  });

  test.each([
    ['linux', 'tenant-console'],
    ['win32', 'Tenant Console.exe'],
    ['darwin', 'Tenant Console.app'],
  ])('are looked for in the program of %s', (electronPlatformName, file) => {
    expect(packedProgram({ ...packed(), electronPlatformName })).toBe(join(folder, file));
  });
});
