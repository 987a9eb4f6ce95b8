import { hasBrokers } from '../portal/schema/variant.ts';
import { schemeRows } from './scheme-rows.ts';
import { mergeRows, stamped, type SeedRow, type SeedRows, type SeedSource } from './seed-rows.ts';

export type SeededUser = { readonly role: string; readonly email: string };

export type TenantSeed = {
  readonly brokerId: string;
  readonly users: readonly SeededUser[];
  readonly rows: SeedRows;
};

const EMPLOYERS = 2;
/** CRO numbers are unique, so they are counted and not drawn. */
const FIRST_CRO_NUMBER = 400_000;
const templateKeys = ['welcome', 'member-enrolled', 'policy-review-due'];
const calendar = [
  'Annual return to the Pensions Authority',
  'Own-risk assessment',
  'Benefit statements',
  'Policy review',
];

/** One tenant with users, employers, schemes, members and all that hangs below. */
export function tenantRows(source: SeedSource): TenantSeed {
  const { ids, variant } = source;
  const brokerId = hasBrokers(variant) ? `brk_${ids.ulid()}` : ids.uuid();
  const employers = Array.from({ length: EMPLOYERS }, () => employerRow(source, brokerId));
  const below = employers.map((employer) => schemeRows(source, brokerId, employer.id));
  const merged = mergeRows([
    ...(hasBrokers(variant) ? [{ brokers: [brokerRow(source, brokerId)] }] : []),
    { employers, ...defaultRows(source, brokerId) },
    ...below,
  ]);
  const users = userRows(source, brokerId, employers[0]?.id ?? null, merged.members?.[0]?.id ?? null);
  const shown = users.map(({ role, email }) => ({ role: String(role), email: String(email) }));
  return { brokerId, users: shown, rows: { ...merged, users } };
}

function brokerRow({ number, faker, words, since, mailDomain }: SeedSource, id: string): SeedRow {
  const name = words.text('name', () => `${faker.person.lastName()} Pension Brokers`);
  return {
    id,
    name: name.startsWith('CANARY') ? `Canary Brokers ${name}` : name,
    legalName: words.text('legalName', () => `${faker.company.name()} Ltd`),
    croNumber: words.text('croNumber', () => String(FIRST_CRO_NUMBER + number)),
    contactName: words.text('contactName', () => faker.person.fullName()),
    contactEmail: words.mail('contactEmail', () => `office@${mailDomain}`),
    plan: 'standard',
    status: 'active',
    subdomain: null,
    ...stamped(since),
  };
}

function employerRow({ faker, ids, words, since }: SeedSource, brokerId: string): SeedRow {
  return {
    id: ids.uuid(),
    brokerId,
    name: words.text('employerName', () => faker.company.name()),
    registrationNumber: words.text('registrationNumber', () => faker.string.numeric(6)),
    contactName: words.text('contactName', () => faker.person.fullName()),
    contactEmail: words.mail('contactEmail', () => faker.internet.exampleEmail()),
    phone: words.text('phone', () => faker.phone.number()),
    address: words.text('address', () => faker.location.streetAddress(true)),
    ...stamped(since),
  };
}

function defaultRows({ ids, words, since }: SeedSource, brokerId: string): SeedRows {
  const stamp = stamped(since);
  return {
    email_templates: templateKeys.map((templateKey) => ({
      id: ids.uuid(),
      brokerId,
      templateKey,
      subject: words.text('subject', () => `About your pension: ${templateKey}`),
      body: words.text('body', () => 'Your broker has news for you. Please sign in to the portal.'),
      ...stamp,
    })),
    compliance_calendar: calendar.map((title, quarter) => ({
      id: ids.uuid(),
      brokerId,
      title: words.text('calendarTitle', () => title),
      description: words.text('calendarDescription', () => `${title}, for every scheme.`),
      dueOn: `2027-${String(quarter * 3 + 1).padStart(2, '0')}-30`,
      recurrence: 'yearly',
      ...stamp,
    })),
  };
}

function userRows(
  source: SeedSource,
  brokerId: string,
  employerId: string | null,
  memberId: string | null,
): SeedRow[] {
  const { faker, ids, words, since, passwordHash, mailDomain } = source;
  const user = (
    role: string,
    place: { readonly employerId?: string | null; readonly memberId?: string | null } = {},
  ) => ({
    id: ids.cuid(),
    email: words.mail('userEmail', () => `${role.toLowerCase()}@${mailDomain}`),
    name: words.text('userName', () => faker.person.fullName()),
    passwordHash,
    role,
    brokerId,
    employerId: null,
    memberId: null,
    mustChangePassword: false,
    lastLoginAt: null,
    ...place,
    ...stamped(since),
  });
  return [
    user('BrokerAdmin'),
    user('BrokerUser'),
    user('EmployerAdmin', { employerId }),
    user('EmployerUser', { employerId }),
    user('Member', { employerId, memberId }),
  ];
}
