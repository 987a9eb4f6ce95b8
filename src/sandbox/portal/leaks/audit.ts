import type { AuditActor, AuditEvent } from '../audit-event.ts';
import type { Leak } from '../leak.ts';
import type { Recorded } from '../policies.ts';
import { afterwards, amend } from './means/answer.ts';
import { asks, hasQuery, listOf, type Call } from './means/fit.ts';
import { unscopedWhen } from './means/unscoped.ts';
import { planted, plantedSubtly } from './planted.ts';
import type { PortalContext } from '../portal-context.ts';

const leak = planted('audit');
const subtle = plantedSubtly('audit');

const recording = (
  change: (event: AuditEvent, actor: AuditActor) => Recorded | undefined,
): Pick<Leak, 'policies'> => ({
  policies: (clean) => ({
    recorded: (event, actor) => {
      const changed = change(event, actor);
      return changed === undefined ? undefined : clean.recorded(changed.event, changed.actor);
    },
  }),
});

const silent = (...actions: readonly string[]) =>
  recording((event, actor) => (actions.includes(event.action) ? undefined : { event, actor }));

const view = listOf('audit');

/** Changes that leave no trace or a wrong one, and a trail that shows others’. */
export const auditLeaks: readonly Leak[] = [
  leak(
    ['audit-create-silent', 'New employers leave no trace', 'POST /api/employers writes no audit row.'],
    silent('employer.created'),
  ),
  leak(
    ['audit-delete-silent', 'Removals leave no trace', 'No DELETE writes an audit row.'],
    recording((event, actor) => (event.action.endsWith('.deleted') ? undefined : { event, actor })),
  ),
  leak(
    [
      'audit-update-silent',
      'Changed members leave no trace',
      'PATCH and PUT of a member write no audit row.',
    ],
    silent('member.updated'),
  ),
  subtle(
    [
      'audit-upload-silent',
      'Uploads leave no trace',
      'POST /api/documents writes no audit row, because the upload goes by another way.',
    ],
    silent('document.created'),
  ),
  subtle(
    ['audit-password-silent', 'Changed passwords leave no trace', 'A changed password writes no audit row.'],
    silent('user.password-changed'),
  ),
  subtle(
    ['audit-sign-in-silent', 'Sign-ins leave no trace', 'A sign-in writes no audit row.'],
    silent('user.signed-in'),
  ),
  subtle(
    [
      'audit-wrong-actor',
      'Changes without their actor',
      'Audit rows of new schemes name the system instead of the user.',
    ],
    recording((event, actor) => ({
      event,
      actor: event.action === 'scheme.created' ? { ...actor, userId: 'system' } : actor,
    })),
  ),
  subtle(
    [
      'audit-no-tenant',
      'Changes without their tenant',
      'Audit rows of policies name no tenant, so that the tenant never sees them.',
    ],
    recording((event, actor) => ({
      event: event.entityType === 'policy' ? { ...event, tenantId: null } : event,
      actor,
    })),
  ),
  subtle(
    ['audit-no-scheme', 'Changes without their scheme', 'Audit rows of members name no scheme.'],
    recording((event, actor) => ({
      event: event.entityType === 'member' ? { ...event, schemeId: null } : event,
      actor,
    })),
  ),
  leak(
    ['audit-view-all', 'The audit trail of all tenants', 'GET /api/audit shows the rows of all tenants.'],
    unscopedWhen(asks('GET', view)),
  ),
  subtle(
    [
      'audit-view-tenant',
      'The audit trail of a named tenant',
      'GET /api/audit?tenantId= takes the tenant from the query.',
    ],
    unscopedWhen(asks('GET', view, hasQuery('tenantId'))),
  ),
  subtle(
    [
      'audit-view-actor',
      'The audit trail of a foreign user',
      'GET /api/audit?actorId= drops the tenant in favour of the filter.',
    ],
    unscopedWhen(asks('GET', view, hasQuery('actorId'))),
  ),
  subtle(
    [
      'audit-view-page',
      'The audit trail of all tenants on later pages',
      'GET /api/audit asks for the tenant on its first page only, and counts pages from there.',
    ],
    afterwards(
      asks('GET', view, (c) => Number(c.req.query('page') ?? 1) > 1),
      othersTrail,
    ),
  ),
];

function othersTrail(c: Call, { db }: PortalContext): Promise<void> {
  return amend(c, async (body) => {
    const { tenantId } = c.get('actor');
    const trail = db.selectFrom('audit_logs').selectAll().where('tenantId', '!=', tenantId);
    return { ...body, data: await trail.orderBy('createdAt', 'desc').limit(5).execute() };
  });
}
