import { randomUUID } from 'node:crypto';
import { createBlobServer, type BlobServerOptions } from '../blob/blob-server.ts';
import { listenOnLoopback, type Connection, type LoopbackServer } from '../loopback.ts';
import { AccessLog } from './access-log.ts';
import type { PortalSettings } from './portal-settings.ts';
import { Switchboard, switchedPortal, type SwitchedOptions } from './switchboard.ts';

export type FleetParts = Omit<SwitchedOptions, 'onAccess'> & {
  /** What the delivery of files needs, beside the settings. */
  readonly delivery: Pick<BlobServerOptions, 'stores' | 'secret' | 'clock'>;
};

export type OpenedPortal = { readonly id: string; readonly url: string; readonly board: Switchboard };

type Kept = OpenedPortal & { readonly servers: readonly LoopbackServer[] };

/** The one that was started with the sandbox. */
export const MAIN = 'main';

/** Portals over one database, each with settings of its own: what one of them leaks is no other's doing. */
export class PortalFleet {
  readonly #parts: FleetParts;
  readonly #opened = new Map<string, Kept>();
  readonly accesses = new AccessLog();

  constructor(parts: FleetParts) {
    this.#parts = parts;
  }

  /** The portal that was there first; whoever has made its board also delivers its files. */
  mainHandler(board: Switchboard): (request: Request, connection?: Connection) => Promise<Response> {
    return switchedPortal({ ...this.#parts, onAccess: this.accesses.of(MAIN) }, board);
  }

  /** Opens another one, with a delivery of files of its own, on free ports. */
  async open(settings: Partial<PortalSettings>): Promise<OpenedPortal> {
    const board = new Switchboard(settings);
    const id = randomUUID();
    const { delivery, blob } = this.#parts;
    const files = await listenOnLoopback(createBlobServer({ ...delivery, opens: board.opens }));
    const options = { ...this.#parts, blob: { ...blob, url: files.url }, onAccess: this.accesses.of(id) };
    const portal = await listenOnLoopback(switchedPortal(options, board));
    const opened = { id, url: portal.url, board };
    this.#opened.set(id, { ...opened, servers: [portal, files] });
    return opened;
  }

  list(): readonly OpenedPortal[] {
    return [...this.#opened.values()];
  }

  find(id: string): OpenedPortal | undefined {
    return this.#opened.get(id);
  }

  /** False when there is none of that id. */
  async close(id: string): Promise<boolean> {
    const kept = this.#opened.get(id);
    this.#opened.delete(id);
    await Promise.all((kept?.servers ?? []).map((server) => server.close()));
    return kept !== undefined;
  }

  async closeAll(): Promise<void> {
    await Promise.all([...this.#opened.keys()].map((id) => this.close(id)));
  }
}
