import { portalsOverHttp } from '../../src/main/adapters/portal/portal.adapter.ts';
import { systemClock } from '../../src/main/adapters/system/system-clock.adapter.ts';
import { pensionPortal } from '../../src/main/isolation/profiles/pension-portal.profile.ts';
import type { OpenPortal, Portal, PortalRequest, PortalResponse } from '../../src/main/ports/portal.port.ts';
import { readPointer } from '../../src/shared/model/portal-template.ts';

const openPortal = portalsOverHttp({ clock: systemClock });

/** Ids that an earlier exchange made, by what they were when it was recorded. */
type MadeAgain = ReadonlyMap<string, Promise<string>>;

/** One exchange that somebody had, to be had again: a question, a sign-in, a change of password, an address of a file. */
export type Recorded = {
  readonly origin: string;
  readonly request?: PortalRequest;
  /** The id of what it made. */
  made?: string;
  readonly again: (portal: Portal, request: PortalRequest | undefined) => Promise<unknown>;
};

/** A client that writes down what is asked by it. Limits are left out: their signal is that of whoever asks. */
export const recordingTo =
  (recorded: Recorded[]): OpenPortal =>
  (profile, url) => {
    const portal = openPortal(profile, url);
    const note = (more: Omit<Recorded, 'origin'>): Recorded => {
      const one = { origin: portal.origin, ...more };
      recorded.push(one);
      return one;
    };
    return {
      ...portal,
      request: async (actor, request, limits) => {
        const one = note({ request, again: (other, asked) => other.request(actor, asked ?? request) });
        const answer = await portal.request(actor, request, limits);
        const id = madeBy(answer);
        if (id !== undefined) one.made = id;
        return answer;
      },
      signIn: (credentials, limits) => {
        note({ again: (other) => other.signIn(credentials) });
        return portal.signIn(credentials, limits);
      },
      changePassword: (session, change, limits) => {
        note({ again: (other) => other.changePassword(session, change) });
        return portal.changePassword(session, change, limits);
      },
    };
  };

/**
 * All of it again, as the same users, in the same order, as many at once, and nothing looked at. What was made is made again and goes
 * by its new id from there on: the portal changes and removes as much as before. Answers with milliseconds.
 */
export async function replay(recorded: readonly Recorded[], concurrency: number): Promise<number> {
  const origins = [...new Set(recorded.map(({ origin }) => origin))];
  const portals = new Map(origins.map((origin) => [origin, openPortal(pensionPortal, origin)]));
  const exchanges = exchangesOf(recorded, portals);
  const began = performance.now();
  const worker = async () => {
    for (let next = exchanges.shift(); next !== undefined; next = exchanges.shift())
      await next().catch(() => undefined);
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  const ms = performance.now() - began;
  for (const portal of portals.values()) portal.close();
  return ms;
}

/** Which ids a request names is found out before the clock starts. */
function exchangesOf(
  recorded: readonly Recorded[],
  portals: ReadonlyMap<string, Portal>,
): (() => Promise<unknown>)[] {
  const makings = new Map<string, PromiseWithResolvers<string>>();
  for (const { made } of recorded) if (made !== undefined) makings.set(made, Promise.withResolvers());
  const again: MadeAgain = new Map([...makings].map(([id, { promise }]) => [id, promise]));
  return recorded.map(({ origin, request, made, again: ask }) => {
    const named = request === undefined ? [] : idsIn(request, again);
    return async () => {
      const portal = portals.get(origin);
      if (portal === undefined) throw new Error('A portal for each origin');
      try {
        const asked = request && named.length > 0 ? await renamed(request, named, again) : request;
        const answer = await ask(portal, asked);
        if (made !== undefined) makings.get(made)?.resolve(madeBy(answer as PortalResponse) ?? made);
      } finally {
        if (made !== undefined) makings.get(made)?.resolve(made);
      }
    };
  });
}

const madeBy = ({ status, json }: PortalResponse): string | undefined => {
  const id = readPointer(json, 'data.id');
  return status === 201 && typeof id === 'string' ? id : undefined;
};

const idsIn = (request: PortalRequest, again: MadeAgain): readonly string[] => {
  const text = JSON.stringify(request);
  return [...again.keys()].filter((id) => text.includes(id));
};

async function renamed(
  request: PortalRequest,
  named: readonly string[],
  again: MadeAgain,
): Promise<PortalRequest> {
  let text = JSON.stringify(request);
  for (const id of named) text = text.replaceAll(id, (await again.get(id)) ?? id);
  return JSON.parse(text) as PortalRequest;
}
