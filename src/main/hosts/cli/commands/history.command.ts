import type { Command } from 'commander';
import { searchTenants, showTenant } from '../../../../shared/contract/tenants.contract.ts';
import type { Host } from '../host.ts';
import type { Session } from '../session.ts';
import { tenantsText, tenantText } from '../views/tenant-text.ts';

/** `history`: what happened to a tenant, by id or by part of what is known of it. */
export function historyCommand(history: Command, { action }: Host): void {
  history
    .argument('<query>', 'tenant id, or part of a name, an e-mail or a CRO number')
    .description(
      'Find a tenant and show everything that ever happened to it. Personal details are masked for support.',
    )
    .addHelpText('after', '\nExample:\n  $ tenantctl history "murphy brok"')
    .action(action(look));
}

/** One match is shown whole; several are listed to choose from. */
async function look({ console, printer }: Session, query: string): Promise<undefined> {
  const found = await console.call(searchTenants, { query });
  const [only, ...others] = found.tenants;
  if (only === undefined || others.length > 0) {
    printer.answer(found, (paint) => tenantsText(found, paint));
    return;
  }
  const tenant = await console.call(showTenant, { tenantId: only.tenantId });
  printer.answer(tenant, (paint) => tenantText(tenant, paint));
}
