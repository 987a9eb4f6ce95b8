import type { Leak } from '../leak.ts';
import { ranksAtLeast } from '../role.ts';
import { combine } from './means/combine.ts';
import { asks, itemOf, listOf, type Fit } from './means/fit.ts';
import { tablesNamed, unrankedWhen } from './means/unscoped.ts';
import { planted, plantedSubtly } from './planted.ts';
import type { ActorContext } from '../actor-context.ts';
import type { Scope, Verb } from '../policies.ts';
import type { Placed } from '../services/placed.ts';
import type { Role } from '../role.ts';

const leak = planted('role');
const subtle = plantedSubtly('role');

/** The calls of one role alone. */
const by =
  (role: Role, fits: Fit): Fit =>
  (c) =>
    c.get('actor').role === role && fits(c);

type Narrow = (actor: ActorContext, placed: Placed | undefined, verb: Verb) => boolean;

/** Within the tenant, what lies beyond the object that a role is bound to. */
const unbound = (widens: Narrow): Pick<Leak, 'policies'> => ({
  policies: (clean) => ({
    scope: (actor, placed, verb): Scope => {
      const scope = clean.scope(actor, placed, verb);
      return widens(actor, placed, verb) && scope.brokerId !== undefined
        ? { brokerId: scope.brokerId }
        : scope;
    },
  }),
});

/** Lower roles that reach what is above or beside them. */
export const roleLeaks: readonly Leak[] = [
  leak(
    [
      'role-member-employers',
      'Members list employers',
      'GET /api/employers asks for no role, and shows a Member every employer of the tenant.',
    ],
    combine(
      unrankedWhen(asks('GET', listOf('employers'))),
      unbound(({ role }, placed) => role === 'Member' && tablesNamed('employers')(placed)),
    ),
  ),
  subtle(
    [
      'role-reads-only',
      'Roles are checked for reads only',
      'The role is checked where rows are read, and forgotten where they are written.',
    ],
    unrankedWhen((c) => !['GET', 'HEAD'].includes(c.req.method) && !c.req.path.startsWith('/api/admin/')),
  ),
  leak(
    [
      'role-broker-user-deletes',
      'BrokerUsers delete employers',
      'DELETE /api/employers/{id} lets a BrokerUser in.',
    ],
    unrankedWhen(by('BrokerUser', asks('DELETE', itemOf('employers')))),
  ),
  subtle(
    [
      'role-employer-user-enrols',
      'EmployerUsers enrol members',
      'POST /api/members lets an EmployerUser in, who may only read.',
    ],
    unrankedWhen(by('EmployerUser', asks('POST', listOf('members')))),
  ),
  subtle(
    ['role-put-unchecked', 'PUT without a role', 'PUT /api/schemes/{id} asks for no role, while PATCH does.'],
    unrankedWhen(asks('PUT', itemOf('schemes'))),
  ),
  subtle(
    ['role-head-unchecked', 'HEAD without a role', 'HEAD /api/users asks for no role, while GET does.'],
    unrankedWhen((c) => c.req.method === 'HEAD' && c.req.path.startsWith('/api/users')),
  ),
  leak(
    ['role-users', 'Everybody sees the users', 'GET /api/users asks for no role.'],
    unrankedWhen(asks('GET', listOf('users'))),
  ),
  leak(
    ['role-export', 'Everybody exports', 'GET /api/export asks for no role.'],
    unrankedWhen(asks('GET', listOf('export'))),
  ),
  leak(
    ['role-audit', 'Everybody reads the audit trail', 'GET /api/audit asks for no role.'],
    unrankedWhen(asks('GET', listOf('audit'))),
  ),
  subtle(
    [
      'role-dashboard',
      'EmployerUsers see the tenant’s numbers',
      'GET /api/dashboard lets an EmployerUser see the numbers of the whole tenant.',
    ],
    unrankedWhen(by('EmployerUser', asks('GET', listOf('dashboard')))),
  ),
  subtle(
    [
      'role-templates',
      'BrokerUsers change mail templates',
      'PATCH /api/email-templates/{id} lets a BrokerUser in.',
    ],
    unrankedWhen(by('BrokerUser', asks('PATCH', itemOf('email-templates')))),
  ),
  leak(
    ['role-system-brokers', 'Broker admins see all brokers', 'GET /api/admin/brokers lets a BrokerAdmin in.'],
    unrankedWhen(by('BrokerAdmin', asks('GET', /^\/api\/admin\/brokers$/))),
  ),
  subtle(
    [
      'role-system-audit',
      'Members read the platform’s audit view',
      'GET /api/admin/audit lets everybody in who belongs to a tenant.',
    ],
    unrankedWhen(asks('GET', /^\/api\/admin\/audit$/)),
  ),
  subtle(
    [
      'role-system-users',
      'Broker admins make users of any tenant',
      'POST and GET /api/admin/users let a BrokerAdmin in.',
    ],
    unrankedWhen(by('BrokerAdmin', asks('GET POST', /^\/api\/admin\/users$/))),
  ),
  leak(
    [
      'role-employer-list',
      'Employers’ users list the whole tenant',
      'Lists are narrowed to the tenant, but not to the employer of an employer’s user.',
    ],
    unbound((actor, _placed, verb) => verb === 'list' && actor.role.startsWith('Employer')),
  ),
  subtle(
    [
      'role-employer-item',
      'Employers’ users open their neighbours’ objects',
      'A single object is checked for the tenant, but not for the employer of an employer’s user.',
    ],
    unbound((actor, _placed, verb) => verb === 'read' && actor.role.startsWith('Employer')),
  ),
  subtle(
    [
      'role-employer-update',
      'Employer admins change their neighbours’ objects',
      'An update is checked for the tenant, but not for the employer of an EmployerAdmin.',
    ],
    unbound((actor, _placed, verb) => verb === 'update' && actor.role === 'EmployerAdmin'),
  ),
  leak(
    [
      'role-member-contributions',
      'Members see each other’s contributions',
      'Contributions are narrowed to the tenant, but not to the member who asks.',
    ],
    unbound(({ role }, placed) => role === 'Member' && tablesNamed('contributions')(placed)),
  ),
  subtle(
    [
      'role-member-item',
      'Members open each other by id',
      'GET /api/members/{id} is checked for the tenant, but not for the member who asks.',
    ],
    unbound(
      ({ role }, placed, verb) =>
        verb === 'read' && !ranksAtLeast(role, 'EmployerUser') && tablesNamed('members')(placed),
    ),
  ),
];
