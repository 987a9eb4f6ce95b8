import type { Command } from 'commander';
import {
  exportPolicy,
  grantRoles,
  importPolicy,
  revokeIdentity,
  showPolicy,
  type PolicyView,
} from '../../../../shared/contract/identity.contract.ts';
import { offices, roles, type Office, type Role } from '../../../../shared/model/role.ts';
import type { Host } from '../host.ts';
import type { Printer } from '../printer.ts';
import type { Session } from '../session.ts';
import { policyText } from '../views/identity-text.ts';
import { choiceOf } from './arguments.ts';
import { readDocumentFile, writeDocumentFile } from './document-file.ts';

type Grant = {
  readonly name: string;
  readonly email: string;
  readonly role: readonly Role[];
  readonly office?: readonly Office[];
};

/** Collects what is given more than once. */
const each =
  <T>(parse: (text: string) => T) =>
  (text: string, before: readonly T[] = []): readonly T[] => [...before, parse(text)];

/** `policy show|grant|revoke|export|import`: who may do what, signed by a superadmin. */
export function policyCommand(policy: Command, { action }: Host): void {
  policy
    .command('show')
    .description('Who may do what.')
    .action(action(async ({ console, printer }) => answer(printer, await console.call(showPolicy, {}))));
  policy
    .command('grant <public-key>')
    .description(
      'Give a key roles and offices, or change them. The key: tenantctl identity show, at their workstation.',
    )
    .requiredOption('--name <name>', 'whose key it is')
    .requiredOption('--email <address>', 'their e-mail')
    .requiredOption('--role <role>', `one of ${roles.join(', ')}; again for more`, each(choiceOf(roles)))
    .option('--office <office>', `one of ${offices.join(', ')}; again for more`, each(choiceOf(offices)))
    .action(action(grant));
  policy
    .command('revoke <key-id>')
    .description('Take every role from a key. What it signed stays valid.')
    .action(
      action(async ({ console, printer }, keyId: string) =>
        answer(printer, await console.call(revokeIdentity, { keyId })),
      ),
    );
  policy
    .command('export')
    .description('Write the policy for a colleague’s workstation.')
    .requiredOption('--out <file>', 'where to')
    .action(action(exportTo));
  policy
    .command('import <file>')
    .description('Take a colleague’s policy over.')
    .requiredOption('--signer <key-id>', 'whose it must be: the key id you were told by another way')
    .action(action(importFrom));
}

async function grant({ console, printer }: Session, publicKey: string, given: Grant): Promise<undefined> {
  const { name, email, role, office = [] } = given;
  const input = { publicKey, name, email, roles: [...role], offices: [...office] };
  answer(printer, await console.call(grantRoles, input));
}

async function exportTo(
  { console, printer }: Session,
  { out }: { readonly out: string },
): Promise<undefined> {
  const { document, signer } = await console.call(exportPolicy, {});
  await writeDocumentFile(out, document);
  printer.answer(
    { file: out, signer },
    () => `The policy is in ${out}. Tell your colleague your key id: ${signer}`,
  );
}

async function importFrom(
  { console, printer, terminal }: Session,
  file: string,
  { signer }: { readonly signer: string },
): Promise<undefined> {
  const document = (await readDocumentFile(file, terminal)).trimEnd();
  answer(printer, await console.call(importPolicy, { document, signer }));
}

function answer(printer: Printer, policy: PolicyView): undefined {
  printer.answer(policy, (paint) => policyText(policy, paint));
}
