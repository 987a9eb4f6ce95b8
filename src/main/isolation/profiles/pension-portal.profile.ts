import { portalProfile, type PortalProfileFile } from '../../../shared/model/portal-profile.ts';

const fields = {
  employers: {
    name: 'Employer {marker}',
    registrationNumber: 'REG-{unique}',
    contactName: 'Contact {marker}',
    contactEmail: '{email}',
  },
  schemes: {
    name: 'Scheme {marker}',
    schemeType: 'DC',
    authorityNumber: 'PB-{unique}',
    employerId: '{employers.id}',
  },
  members: {
    firstName: 'First {marker}',
    lastName: 'Last {marker}',
    email: '{email}',
    schemeId: '{schemes.id}',
  },
  'key-function-holders': {
    keyFunction: 'internal-audit',
    name: 'Holder {marker}',
    email: '{email}',
    appointedOn: '{today}',
    schemeId: '{schemes.id}',
  },
  policies: {
    title: 'Policy {marker}',
    body: 'Text {marker}',
    approvedOn: '{today}',
    reviewDueOn: '{today}',
    schemeId: '{schemes.id}',
  },
  'ora-reports': {
    title: 'Report {marker}',
    summary: 'Text {marker}',
    reportYear: 2025,
    schemeId: '{schemes.id}',
  },
  contributions: {
    period: '{today}',
    employeeAmount: '1.00',
    employerAmount: '1.00',
    note: 'Note {marker}',
    memberId: '{members.id}',
  },
  documents: {
    documentType: 'isolation-test',
    filename: '{marker}-{unique}.txt',
    contentType: 'text/plain',
    contentBase64: 'aXNvbGF0aW9uIHRlc3Q=',
    schemeId: '{schemes.id}',
  },
  'compliance-calendar': { title: 'Date {marker}', description: 'Text {marker}', dueOn: '{today}' },
  'fund-choices': { fundName: 'Fund {marker}', percentage: 100 },
  'email-templates': { subject: 'Changed {marker}', body: 'Text {marker}' },
} as const;

type Name = keyof typeof fields;

/** What the start page tells numbers of: everything but fund choices and users. */
const counted = (Object.keys(fields) as Name[]).filter((each) => each !== 'fund-choices');
type Change = Readonly<Record<string, string>>;
type Parent = { readonly resource: string; readonly field: string };

const paging = { kind: 'page', page: 'page', size: 'pageSize' } as const;
const envelope = 'data';
const lists = { envelope, total: 'total', paging, filters: ['employerId', 'schemeId', 'memberId'] };

/** The routes every resource has; `change` is what an update writes. */
const resource = (name: Name, entity: string, change: Change, parent?: Parent) => ({
  name,
  entity,
  ...(parent === undefined ? {} : { parent }),
  list: { path: `/api/${name}`, ...lists },
  item: { path: `/api/${name}/{id}`, envelope },
  create: { path: `/api/${name}`, body: fields[name], envelope },
  update: { path: `/api/${name}/{id}`, body: change, envelope },
  replace: { path: `/api/${name}/{id}`, body: { ...fields[name], ...change }, envelope },
  delete: { path: `/api/${name}/{id}` },
  leastRoles: leastRoles(name),
});

/** Employers and below are managed by the employer's administrator; what spans employers, by the broker (source 2). */
function leastRoles(name: Name) {
  const below = { create: 'EmployerAdmin', update: 'EmployerAdmin', delete: 'BrokerAdmin' };
  if (name === 'members' || name === 'contributions') return { read: 'Member', ...below };
  if (name === 'email-templates') return { read: 'BrokerUser', update: 'BrokerAdmin' };
  if (name === 'employers') return { ...below, read: 'EmployerUser', create: 'BrokerUser' };
  if (name === 'compliance-calendar')
    return { read: 'EmployerUser', create: 'BrokerUser', update: 'BrokerUser', delete: 'BrokerAdmin' };
  return { read: 'EmployerUser', ...below };
}

const below = (parent: string, path: string) => [
  { parent, path: `/api/${parent}/{${parent}.id}/${path}`, ...lists },
];
const ofScheme = { resource: 'schemes', field: 'schemeId' };

/** A tenant sees its users; the platform alone makes and changes them. */
const users = {
  name: 'users',
  entity: 'users',
  list: { path: '/api/users', ...lists },
  item: { path: '/api/users/{id}', envelope },
  leastRoles: { read: 'BrokerAdmin' },
};

const file: PortalProfileFile = {
  name: 'PensionPortal',
  version: 1,
  login: {
    kind: 'authjs-credentials',
    identity: {
      path: '/api/auth/session',
      userId: 'user.userId',
      role: 'user.role',
      tenantId: 'user.brokerId',
    },
  },
  passwordChange: {
    path: '/api/account/password',
    body: { currentPassword: '{current}', newPassword: '{next}' },
  },
  passwordChangeRequired: {
    path: '/api/me',
    status: 403,
    pointer: 'error',
    equals: 'PasswordChangeRequired',
  },
  tenantAnchor: {
    bodyFields: ['brokerId', 'tenantId', 'broker_id', 'tenant_id'],
    queryFields: ['brokerId', 'tenantId', 'broker_id', 'tenant_id'],
    headers: ['X-Tenant-ID', 'X-Broker-ID', 'X-Tenant', 'X-Broker'],
  },
  roles: [
    { name: 'SuperAdmin', scope: 'system' },
    { name: 'BrokerAdmin', scope: 'tenant' },
    { name: 'BrokerUser', scope: 'tenant' },
    { name: 'EmployerAdmin', scope: 'parent', boundTo: 'employers' },
    { name: 'EmployerUser', scope: 'parent', readOnly: true, boundTo: 'employers' },
    { name: 'Member', scope: 'self', boundTo: 'members' },
  ],
  tenantAdminRole: 'BrokerAdmin',
  resources: [
    resource('employers', 'employers', { name: 'Changed {marker}' }),
    {
      ...resource(
        'schemes',
        'schemes',
        { name: 'Changed {marker}' },
        { resource: 'employers', field: 'employerId' },
      ),
      nested: below('employers', 'schemes'),
    },
    {
      ...resource('members', 'members', { lastName: 'Changed {marker}' }, ofScheme),
      nested: below('schemes', 'members'),
    },
    {
      ...resource('key-function-holders', 'key_function_holders', { name: 'Changed {marker}' }, ofScheme),
      nested: below('schemes', 'kfh'),
    },
    resource('policies', 'written_policies', { title: 'Changed {marker}' }, ofScheme),
    resource('ora-reports', 'ora_reports', { title: 'Changed {marker}' }, ofScheme),
    {
      ...resource(
        'contributions',
        'contributions',
        { note: 'Changed {marker}' },
        { resource: 'members', field: 'memberId' },
      ),
      nested: below('members', 'contributions'),
    },
    documents(),
    fundChoices(),
    resource('compliance-calendar', 'compliance_calendar', { title: 'Changed {marker}' }),
    emailTemplates(),
    users,
  ],
  views: [
    { name: 'search', kind: 'search', path: '/api/search?q={term}', envelope },
    { name: 'export', kind: 'export', path: '/api/export', envelope, leastRole: 'BrokerAdmin' },
    {
      name: 'dashboard',
      kind: 'aggregate',
      path: '/api/dashboard',
      envelope,
      leastRole: 'BrokerUser',
      counts: Object.fromEntries(counted.map((each) => [each, `data.counts.${each}`])),
    },
    { name: 'audit', kind: 'audit', path: '/api/audit', envelope, leastRole: 'BrokerAdmin' },
  ],
  assistant: { path: '/api/assistant', body: { question: 'What is due next?' }, answer: 'data.answer' },
  auditWords: { signIn: ['signed-in', 'sign-in', 'login'], password: ['password'] },
  anonymousPaths: ['/api/health'],
  systemPaths: ['/api/admin/brokers', '/api/admin/audit', '/api/admin/users'],
};

/** A document is replaced by another one, not changed. */
function documents() {
  const { update: _update, replace: _replace, ...rest } = resource('documents', 'documents', {}, ofScheme);
  return { ...rest, fileUrl: 'downloadUrl' };
}

/** Fund choices live below their member alone. */
function fundChoices() {
  const path = '/api/members/{members.id}/fund-choices';
  return {
    name: 'fund-choices',
    entity: 'fund_choices',
    parent: { resource: 'members', field: 'memberId' },
    nested: below('members', 'fund-choices'),
    create: { path, body: fields['fund-choices'], envelope },
    delete: { path: `${path}/{id}` },
    leastRoles: { read: 'Member', create: 'Member', delete: 'Member' },
  };
}

/** The templates are seeded at provisioning: there is nothing to make or remove. */
function emailTemplates() {
  const {
    create: _create,
    delete: _delete,
    ...rest
  } = resource('email-templates', 'email_templates', {
    subject: 'Changed {marker}',
  });
  return rest;
}

/** PensionPortal as the multi-tenancy, conventions and runbook pages describe it (sources 1 to 3). The default profile. */
export const pensionPortal = portalProfile.parse(file);
