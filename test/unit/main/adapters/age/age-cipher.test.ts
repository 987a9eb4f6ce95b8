import { expect, test } from 'vitest';
import { ageCipher } from '../../../../../src/main/adapters/age/age-cipher.adapter.ts';
import { systemCommands } from '../../../../../src/main/adapters/system/system-command.adapter.ts';
import { offboardInput } from '../../../../../src/main/tenancy/pooled/offboard-input.ts';
import { noAge } from '../../../../helpers/age.ts';
import { testUnless } from '../../../../helpers/skip.ts';

const unknown = `age1${'q'.repeat(58)}`;
const to = (recipient: string) => ({ by: 'age', recipient }) as const;

test('a machine without age says so, and how to get it', async () => {
  const cipher = ageCipher(systemCommands({ PATH: '/nowhere' }))(to(unknown));
  await expect(cipher.check()).rejects.toMatchObject({ code: 'E_AGE_MISSING', retryable: true });
});

testUnless(noAge, 'a recipient that age does not know is refused with what it said', async () => {
  const cipher = ageCipher(systemCommands())(to(unknown));
  await expect(cipher.check()).rejects.toMatchObject({
    code: 'E_AGE_REFUSED',
    details: { recipient: unknown, said: expect.stringContaining('malformed recipient') as string },
  });
});

test.each([
  ['what is no recipient of age', { ageRecipient: 'AGE-SECRET-KEY-1QQ' }],
  ['two ways of encrypting at once', { ageRecipient: unknown, openpgpKey: '-----BEGIN' }],
])('%s is refused before a run is opened', (_what, keys) => {
  const parsed = offboardInput.safeParse({
    ...{ tenantId: 'brk_1', legalName: 'Leaving Ltd', reason: 'Contract ended' },
    recipient: { name: 'Ada', email: 'ada@leaving.example', ...keys },
    dpo: { email: 'dpo@here.example' },
  });
  expect(parsed.error?.issues.map(({ path }) => path.join('.'))).toEqual(['recipient.ageRecipient']);
});
