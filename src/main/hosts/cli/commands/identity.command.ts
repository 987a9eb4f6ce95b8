import type { Command } from 'commander';
import {
  createIdentity,
  showIdentity,
  type SelfView,
} from '../../../../shared/contract/identity.contract.ts';
import type { Host } from '../host.ts';
import type { Printer } from '../printer.ts';
import type { Session } from '../session.ts';
import { identityText } from '../views/identity-text.ts';

/** `identity show|create`: whose key signs in this home. */
export function identityCommand(identity: Command, { action }: Host): void {
  identity
    .command('show')
    .description('Whose key signs in this home, and what the policy lets it do.')
    .action(action(async ({ console, printer }) => answer(printer, await console.call(showIdentity, {}))));
  identity
    .command('create')
    .description('Say who you are. Name and e-mail are sealed.')
    .requiredOption('--name <name>', 'your full name')
    .requiredOption('--email <address>', 'your e-mail')
    .addHelpText(
      'after',
      '\nExample:\n  $ tenantctl identity create --name "Niamh Kelly" --email niamh@example.com',
    )
    .action(action(create));
}

type Person = { readonly name: string; readonly email: string };

const create = async ({ console, printer }: Session, { name, email }: Person): Promise<undefined> =>
  answer(printer, await console.call(createIdentity, { name, email }));

function answer(printer: Printer, self: SelfView): undefined {
  printer.answer(self, (paint) => identityText(self, paint));
}
