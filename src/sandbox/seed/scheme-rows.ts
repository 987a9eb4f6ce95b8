import { mergeRows, stamped, type SeedRow, type SeedRows, type SeedSource } from './seed-rows.ts';

const SCHEMES = 2;
const MEMBERS = 3;
const KEY_FUNCTIONS = ['risk-management', 'internal-audit', 'actuarial'];
const POLICIES = ['Risk policy', 'Outsourcing policy'];

/** The schemes of one employer, with everything below them. */
export function schemeRows(source: SeedSource, brokerId: string, employerId: string): SeedRows {
  const { faker, ids, words, since } = source;
  const schemes: SeedRow[] = Array.from({ length: SCHEMES }, () => ({
    id: `sch_${ids.ulid()}`,
    employerId,
    brokerId,
    name: words.text('schemeName', () => `${faker.company.buzzNoun()} retirement scheme`),
    schemeType: faker.helpers.arrayElement(['DC', 'DB', 'AVC']),
    authorityNumber: words.text('authorityNumber', () => `PB${faker.string.numeric(6)}`),
    status: 'active',
    ...stamped(since),
  }));
  const below = schemes.flatMap(({ id }) => [
    memberRows(source, brokerId, employerId, id),
    governanceRows(source, brokerId, id),
  ]);
  return mergeRows([{ schemes }, ...below]);
}

function memberRows(source: SeedSource, brokerId: string, employerId: string, schemeId: string): SeedRows {
  const { faker, ids, words, since } = source;
  const members: SeedRow[] = Array.from({ length: MEMBERS }, () => ({
    id: ids.uuid(),
    schemeId,
    employerId,
    brokerId,
    firstName: words.text('firstName', () => faker.person.firstName()),
    lastName: words.text('lastName', () => faker.person.lastName()),
    email: words.mail('memberEmail', () => faker.internet.exampleEmail()),
    phone: words.text('phone', () => faker.phone.number()),
    ppsNumber: words.text(
      'ppsNumber',
      () => faker.string.numeric(7) + faker.string.alpha({ casing: 'upper' }),
    ),
    dateOfBirth: faker.date.birthdate({ mode: 'year', min: 1955, max: 2003 }).toISOString().slice(0, 10),
    address: words.text('address', () => faker.location.streetAddress(true)),
    status: 'active',
    ...stamped(since),
  }));
  const paid = members.flatMap(({ id }) =>
    ['2026-08-01', '2026-09-01'].map((period) => contributionRow(source, id, period)),
  );
  return { members, contributions: paid, fund_choices: members.map(({ id }) => fundChoiceRow(source, id)) };
}

const contributionRow = (
  { faker, ids, words, since }: SeedSource,
  memberId: string,
  period: string,
): SeedRow => ({
  id: ids.uuid(),
  memberId,
  period,
  employeeAmount: faker.finance.amount({ min: 50, max: 900 }),
  employerAmount: faker.finance.amount({ min: 50, max: 900 }),
  note: words.text('note', () => 'Regular contribution'),
  ...stamped(since),
});

const fundChoiceRow = ({ faker, ids, words, since }: SeedSource, memberId: string): SeedRow => ({
  id: ids.uuid(),
  memberId,
  fundName: words.text('fundName', () => `${faker.commerce.productAdjective()} growth fund`),
  percentage: 100,
  ...stamped(since),
});

function governanceRows(source: SeedSource, brokerId: string, schemeId: string): SeedRows {
  const { faker, ids, words, since } = source;
  const row = () => ({ id: ids.uuid(), schemeId, ...stamped(since) });
  const filename = words.text('filename', () => `trust-deed-${faker.string.numeric(4)}`) + '.txt';
  const size = documentText({ filename }).length;
  return {
    key_function_holders: KEY_FUNCTIONS.map((keyFunction) => ({
      ...row(),
      keyFunction,
      name: words.text('holderName', () => faker.person.fullName()),
      email: words.mail('holderEmail', () => faker.internet.exampleEmail()),
      phone: words.text('phone', () => faker.phone.number()),
      appointedOn: '2026-01-15',
    })),
    written_policies: POLICIES.map((title) => ({
      ...row(),
      title: words.text('policyTitle', () => title),
      body: words.text('policyBody', () => faker.lorem.paragraph()),
      approvedOn: '2026-01-15',
      reviewDueOn: '2027-01-15',
    })),
    ora_reports: [
      {
        ...row(),
        title: words.text('reportTitle', () => 'Own-risk assessment 2025'),
        summary: words.text('reportSummary', () => faker.lorem.paragraph()),
        reportYear: 2025,
        status: 'final',
      },
    ],
    documents: [
      {
        ...row(),
        documentType: 'trust-deed',
        filename,
        contentType: 'text/plain',
        size,
        blobPath: `${brokerId}/${schemeId}/trust-deed/${filename}`,
        uploadedBy: null,
      },
    ],
  };
}

/** What a seeded file says: its own name, so that the canary's files hold its marker too. */
export const documentText = ({ filename }: { readonly filename: string }): string =>
  `Trust deed on file as ${filename}.\n`;
