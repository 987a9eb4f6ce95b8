import {
  revealTenant,
  searchTenants,
  showTenant,
  type TenantStanding,
  type TenantSummary,
  type TenantView,
} from '../../shared/contract/tenants.contract.ts';
import { OperatorError } from '../../shared/errors/operator-error.ts';
import type { CheckedItem } from '../../shared/model/checklist.ts';
import type { JsonObject } from '../../shared/model/json.ts';
import type { LedgerEntry } from '../../shared/model/ledger-entry.ts';
import { isEnding, isRunEvent, runEventTypes } from '../engine/run-events.ts';
import { stateByLastEvent } from '../engine/state-by-last-event.ts';
import type { IndexedTenant, TenantSelection } from '../ports/tenant-index.port.ts';
import type { ConsoleContext } from './console-context.ts';
import { operation } from './operation.ts';
import { findRuns } from './run-view.ts';

export const tenantOperations = [
  operation(searchTenants, async (ctx, { query, standing, ...page }) => {
    const index = await ctx.directory.current();
    const { total, tenants } = index.search(query, { ...page, ...lastEventsOf[standing] });
    const masked = isMaskedFor(ctx);
    return { total, tenants: tenants.map((known) => summary(ctx, known, masked)) };
  }),

  operation(showTenant, (ctx, { tenantId }) => tenantView(ctx, tenantId, isMaskedFor(ctx))),

  operation(revealTenant, async (ctx, { tenantId, reason }) => {
    const view = await tenantView(ctx, tenantId, false);
    await ctx.ledger.append({ type: 'tenant.revealed', tenantId, data: {}, details: { reason } });
    return view;
  }),
];

const lastEventsOf: Readonly<Record<TenantStanding, Pick<TenantSelection, 'lastEvents'>>> = {
  all: {},
  open: { lastEvents: runEventTypes.filter((type) => !isEnding(type)) },
  completed: { lastEvents: ['run.completed'] },
  'taken-back': { lastEvents: ['run.rolled-back', 'run.abandoned'] },
};

/** Support looks up what happened; who the people are is not needed for that. */
const isMaskedFor = ({ actor }: ConsoleContext): boolean =>
  !actor().roles.some((role) => role === 'superadmin' || role === 'dpo');

async function tenantView(ctx: ConsoleContext, tenantId: string, masked: boolean): Promise<TenantView> {
  const known = (await ctx.directory.current()).get(tenantId);
  if (known === undefined) throw new OperatorError('E_TENANT_NOT_FOUND', { details: { tenantId } });
  const timeline = ctx.ledger.entries({ tenantId });
  const intake = await newestIntake(ctx, timeline);
  return {
    ...summary(ctx, known, masked),
    contactName: masked ? mask(known.contactName) : known.contactName,
    plan: text(intake['plan']),
    whiteLabel: text(intake['whiteLabel']),
    runs: findRuns(ctx, { tenantId, limit: Infinity }),
    timeline: [...timeline],
    checklist: (newestReceipt(timeline, '.complete-checklist')?.['items'] as CheckedItem[] | undefined) ?? [],
    ...handOverOf(timeline),
  };
}

/** One line about a tenant, with where its newest run stands. */
function summary({ locks }: ConsoleContext, known: IndexedTenant, masked: boolean): TenantSummary {
  const { contactName: _name, runId: _run, lastEvent, contactEmail, ...rest } = known;
  const type = isRunEvent(lastEvent) ? lastEvent : 'run.opened';
  const state = stateByLastEvent(type, !isEnding(type) && locks.isHeld(known.tenantId));
  return { ...rest, contactEmail: masked ? mask(contactEmail) : contactEmail, masked, state };
}

/** Keeps what tells two apart on the telephone: the first letter and the domain. */
const mask = (value: string): string => value.replaceAll(/(?<=^.|\s.)[^@\s]+(?=@|\s|$)/g, '•••');

async function newestIntake(
  { ledger }: ConsoleContext,
  timeline: readonly LedgerEntry[],
): Promise<JsonObject> {
  const opened = timeline.findLast(({ type }) => type === 'run.opened');
  const details = opened && (await ledger.unseal(opened));
  if (details === undefined || details === 'shredded') return {};
  return details['input'] as JsonObject;
}

function newestReceipt(timeline: readonly LedgerEntry[], stepEnding: string): JsonObject | undefined {
  const done = timeline.findLast(
    ({ type, data }) => type === 'step.done' && text(data['step']).endsWith(stepEnding),
  );
  return done?.data['receipt'] as JsonObject | undefined;
}

function handOverOf(timeline: readonly LedgerEntry[]): { handOver?: JsonObject } {
  const handOver = newestReceipt(timeline, '.hand-over');
  return handOver === undefined ? {} : { handOver };
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
