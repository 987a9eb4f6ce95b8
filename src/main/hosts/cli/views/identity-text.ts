import type { PolicyView, SelfView } from '../../../../shared/contract/identity.contract.ts';
import type { Paint } from '../terminal.ts';
import { textFacts, textTable } from './text-table.ts';

/** Whose key signs here. */
export function identityText(
  { keyId, publicKey, roles, offices, name, email, keychain }: SelfView,
  paint: Paint,
): string {
  const facts = textFacts({
    name,
    'e-mail': email,
    roles: roles.join(', ') || 'none',
    offices: offices.join(', ') || undefined,
    'key id': keyId,
    'public key': publicKey,
    keychain,
  });
  const hint = 'Nobody is named yet: tenantctl identity create --name … --email …';
  return name === undefined ? `${facts}\n${paint('yellow', hint)}` : facts;
}

/** Who may do what. */
export function policyText({ version, identities }: PolicyView, paint: Paint): string {
  const rows = identities.map(({ keyId, name = '', email = '', roles, offices }) => [
    keyId,
    name,
    email,
    roles.join(', '),
    offices.join(', '),
  ]);
  return `${textTable(['key id', 'name', 'e-mail', 'roles', 'offices'], rows)}\n${paint('dim', `version ${version}`)}`;
}
