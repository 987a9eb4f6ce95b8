import { setTimeout as wait } from 'node:timers/promises';
import { readSignedUrl, type OpensFile } from '../blob/signed-url.ts';
import type { Connection } from '../loopback.ts';
import { leakyOpening } from '../portal/leak.ts';
import { createPortal, type PortalOptions } from '../portal/portal.ts';
import { cleanSettings, type PortalSettings } from './portal-settings.ts';
import { troubled } from './trouble.ts';

/** Holds the settings of one portal and of the delivery of its files. */
export class Switchboard {
  #settings: PortalSettings = cleanSettings;
  #opens: OpensFile = readSignedUrl;

  constructor(settings: Partial<PortalSettings> = {}) {
    this.change(settings);
  }

  get settings(): PortalSettings {
    return this.#settings;
  }

  /** Counts from the next call on. What a leak has kept in memory is forgotten. */
  change(part: Partial<PortalSettings>): void {
    this.#settings = { ...this.#settings, ...part };
    this.#opens = leakyOpening(readSignedUrl, this.#settings.leaks);
  }

  readonly opens: OpensFile = (...asked) => this.#opens(...asked);
}

export type SwitchedOptions = Omit<PortalOptions, 'leaks' | 'denial'>;

type Handler = (request: Request, connection?: Connection) => Promise<Response>;

/** A portal that behaves as its switchboard says at the moment of each call. */
export function switchedPortal(options: SwitchedOptions, board: Switchboard): Handler {
  let { settings } = board;
  let portal = build(options, settings);
  return async (request, connection) => {
    if (settings !== board.settings) {
      ({ settings } = board);
      portal = build(options, settings);
    }
    const { delay, trouble } = settings;
    const pause = delay.ms + Math.random() * delay.jitterMs;
    if (pause > 0) await wait(pause);
    const isTroubled = trouble !== null && new URL(request.url).pathname.startsWith(trouble.prefix);
    return isTroubled ? troubled(trouble.kind, request, connection) : portal(request);
  };
}

const build = (options: SwitchedOptions, { leaks, denial, urlLivesMs }: PortalSettings) =>
  createPortal({ ...options, leaks, denial, blob: { ...options.blob, urlLivesMs } });
