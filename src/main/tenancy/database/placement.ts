import { z } from 'zod';
import type { PlacementServer } from '../../../shared/contract/servers.contract.ts';
import { OperatorError } from '../../../shared/errors/operator-error.ts';

/** A server as the master database knows it, and how many tenants it has. */
export type ServerLoad = {
  readonly id: string;
  readonly name: string;
  readonly adminSecretRef: string;
  readonly capacity: number;
  readonly load: number;
  readonly active: boolean;
};

const considered = z.object({
  server: z.string(),
  capacity: z.int(),
  load: z.int(),
  verdict: z.enum(['chosen', 'has less room', 'not asked for', 'full', 'not active']),
});

/** Where a tenant goes, and what was said of every server (D2). */
export const placement = z.object({
  serverId: z.string(),
  server: z.string(),
  adminSecretRef: z.string(),
  considered: z.array(considered),
});
export type Placement = z.infer<typeof placement>;

/**
 * The server with the most room, or the one that is asked for; of two with equal room the first by name.
 * Errors: `E_DB_SERVER_NOT_FOUND`, `E_NO_CAPACITY`; the details say of every server why.
 */
export function choosePlacement(servers: readonly ServerLoad[], wanted?: string): Placement {
  const named = servers.filter(({ name }) => wanted === undefined || name === wanted);
  const active = named.filter((server) => server.active);
  if (wanted !== undefined && active.length === 0)
    throw new OperatorError('E_DB_SERVER_NOT_FOUND', { details: { server: wanted } });
  const [chosen] = active.filter((server) => roomOf(server) > 0).sort(byRoom);
  const verdicts = servers.map((server) => consider(server, chosen, wanted));
  if (chosen === undefined)
    throw new OperatorError('E_NO_CAPACITY', {
      details: {
        servers: verdicts.map((each) => `${each.server} ${each.load}/${each.capacity}: ${each.verdict}`),
      },
    });
  const { id, name, adminSecretRef } = chosen;
  return { serverId: id, server: name, adminSecretRef, considered: verdicts };
}

/** Every server, and where a tenant that asks for none would go now. */
export function lookAtServers(servers: readonly ServerLoad[]): readonly PlacementServer[] {
  const [chosen] = servers.filter((each) => each.active && roomOf(each) > 0).sort(byRoom);
  return servers.map((server) => {
    const { name, active, capacity, load } = server;
    return { name, active, capacity, load, verdict: verdictOn(server, chosen, undefined) };
  });
}

const roomOf = ({ capacity, load }: ServerLoad): number => capacity - load;

const byRoom = (a: ServerLoad, b: ServerLoad): number => roomOf(b) - roomOf(a) || (a.name < b.name ? -1 : 1);

function consider(server: ServerLoad, chosen: ServerLoad | undefined, wanted: string | undefined) {
  const { name, capacity, load } = server;
  return { server: name, capacity, load, verdict: verdictOn(server, chosen, wanted) };
}

function verdictOn(
  server: ServerLoad,
  chosen: ServerLoad | undefined,
  wanted: string | undefined,
): z.infer<typeof considered>['verdict'] {
  if (server === chosen) return 'chosen';
  if (!server.active) return 'not active';
  if (roomOf(server) <= 0) return 'full';
  return wanted === undefined ? 'has less room' : 'not asked for';
}
