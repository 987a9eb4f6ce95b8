import { join } from 'node:path';
import { flipFuses, FuseState, FuseV1Options, FuseVersion, getCurrentFuseWire } from '@electron/fuses';

/** Every fuse of Electron 45 by name, and how the packaged console is to have it. One that is not named here stops the packaging. */
export const fuses = {
  RunAsNode: false,
  EnableCookieEncryption: true,
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: false,
  EnableEmbeddedAsarIntegrityValidation: true,
  OnlyLoadAppFromAsar: true,
  LoadBrowserProcessSpecificV8Snapshot: false,
  GrantFileProtocolExtraPrivileges: false,
  WasmTrapHandlers: true,
} as const satisfies Record<keyof typeof FuseV1Options, boolean>;

const named = Object.entries(fuses) as readonly (readonly [keyof typeof fuses, boolean])[];

/** What electron-builder tells after it has put a program together, as far as it is used here. */
export type Packed = {
  readonly appOutDir: string;
  readonly electronPlatformName: string;
  readonly packager: {
    readonly appInfo: { readonly productFilename: string };
    readonly executableName?: string;
  };
};

/** The file that holds the fuses of what was packed; on macOS the bundle, from which the tool finds it. */
export function packedProgram({ appOutDir, electronPlatformName, packager }: Packed): string {
  const { productFilename } = packager.appInfo;
  if (electronPlatformName === 'darwin') return join(appOutDir, `${productFilename}.app`);
  if (electronPlatformName === 'win32') return join(appOutDir, `${productFilename}.exe`);
  return join(appOutDir, packager.executableName ?? productFilename);
}

/** Sets every fuse, before the program is signed, and looks that they are set. */
export async function setFuses(packed: Packed): Promise<void> {
  const program = packedProgram(packed);
  await flipFuses(program, {
    version: FuseVersion.V1,
    strictlyRequireAllFuses: true,
    // Changing a byte breaks the signature that arm64 macOS asks for even of unsigned programs.
    resetAdHocDarwinSignature: packed.electronPlatformName === 'darwin',
    ...byOption(),
  });
  const wrong = await wrongFuses(program);
  if (wrong.length > 0) throw new Error(`Fuses of ${program}: ${wrong.join('; ')}`);
}

function byOption(): Record<FuseV1Options, boolean> {
  return Object.fromEntries(named.map(([name, on]) => [FuseV1Options[name], on])) as Record<
    FuseV1Options,
    boolean
  >;
}

/** What is not as it should be, one sentence a fuse; also a fuse that this Electron has and nobody has named. */
export async function wrongFuses(program: string): Promise<readonly string[]> {
  const {
    version: _version,
    resetAdHocDarwinSignature: _reset,
    strictlyRequireAllFuses: _strict,
    ...wire
  } = await getCurrentFuseWire(program);
  const states = wire as Partial<Record<string, FuseState>>;
  const known = named.map(([name]) => String(FuseV1Options[name]));
  const unnamed = Object.keys(states).filter((option) => !known.includes(option));
  return [
    ...named.flatMap(([name, on]) => {
      const state = states[FuseV1Options[name]];
      const wanted = on ? FuseState.ENABLE : FuseState.DISABLE;
      return state === wanted ? [] : [`${name} is ${stateName(state)}, not ${on ? 'on' : 'off'}`];
    }),
    ...unnamed.map((option) => `fuse ${option} is not named`),
  ];
}

const stateName = (state: FuseState | undefined): string =>
  state === undefined ? 'missing' : FuseState[state].toLowerCase();
