import type { Command } from 'commander';
import { listServers, type PlacementServer } from '../../../../shared/contract/servers.contract.ts';
import type { Host } from '../host.ts';
import type { Session } from '../session.ts';
import { textTable } from '../views/text-table.ts';

/** `servers list`: where tenants are placed, and where the next one would go. */
export function serversCommand(servers: Command, { action }: Host): void {
  servers
    .command('list')
    .description(
      'List the servers of a deployment with capacity and load, and say where the next tenant goes.',
    )
    .requiredOption('--connection <name>', 'where; see `tenantctl connection list`')
    .addHelpText('after', '\nExample:\n  $ tenantctl servers list --connection platform --json')
    .action(action(list));
}

async function list(
  { console, printer }: Session,
  { connection }: { readonly connection: string },
): Promise<undefined> {
  const servers = await console.call(listServers, { connection });
  printer.answer(servers, () => serversText(servers));
}

const serversText = (servers: readonly PlacementServer[]): string =>
  textTable(
    ['server', 'load', 'capacity', 'next tenant'],
    servers.map(({ name, load, capacity, verdict }) => [name, String(load), String(capacity), verdict]),
  );
