import type { PortalProfile, PortalView } from '../../../shared/model/portal-profile.ts';
import { placeholdersIn } from '../../../shared/model/portal-template.ts';
import { resourceOfField, type Facts } from '../facts.ts';
import type { Probe } from '../probe.ts';
import { readProbe } from './read-probe.ts';
import { filled, withQuery } from './requests.ts';
import { totalsIn } from './totals.ts';

const ownRows = { kind: 'own-rows' } as const;

/** Answers over many resources: search, export, aggregates, the assistant. The audit trail has a family of its own. */
export function viewReads(profile: PortalProfile, facts: Facts): readonly Probe[] {
  const views = profile.views.filter(({ kind }) => kind !== 'audit');
  return [
    ...views.filter(({ kind }) => kind === 'search').flatMap((view) => searches(profile, view, facts)),
    ...views.filter(({ kind }) => kind !== 'search').flatMap((view) => plainViews(profile, view, facts)),
    ...questions(profile, facts),
  ];
}

/** What somebody types who looks for others: the marker, part of it, an id, a wildcard, nothing. */
function searches({ canaryMarkers }: PortalProfile, view: PortalView, facts: Facts): readonly Probe[] {
  const [marker = ''] = canaryMarkers;
  const anyForeign = [...facts.resources.values()]
    .map(({ foreign }) => foreign)
    .find((id) => id !== undefined);
  const terms = [
    ['marker', marker],
    ['marker-lower', marker.toLowerCase()],
    ['marker-part', marker.slice(0, Math.max(3, marker.length - 2))],
    ['test-data', facts.markers.canary],
    ['foreign-id', String(anyForeign ?? marker)],
    ['wildcard', '%'],
    ['any-letter', 'a'],
    ['mail-domain', '@'],
  ] as const;
  const probes = terms.map(([what, term]) => ({
    ...readProbe(
      view.name,
      `search-${what}`,
      `Searches for another tenant’s data: ${what}`,
      filled(view, { ...facts.own, term }),
      ownRows,
    ),
    primedBy: 'canary' as const,
  }));
  const reverse = filled(view, { ...facts.own, term: facts.markers.tenant });
  const probe = readProbe(
    view.name,
    'reverse-search',
    'The canary searches for the tenant’s data',
    reverse,
    ownRows,
  );
  return [...probes, { ...probe, actor: 'canary', side: 'canary', primedBy: 'tenant' }];
}

function plainViews(profile: PortalProfile, view: PortalView, facts: Facts): readonly Probe[] {
  const request = filled(view, facts.own);
  const totals = totalsIn(profile, view);
  const plain = readProbe(view.name, 'view', `Its ${view.kind} holds its own alone`, request, {
    ...ownRows,
    totals,
  });
  const reverse = readProbe(
    view.name,
    'reverse-view',
    `The canary’s ${view.kind} holds nothing of the tenant`,
    request,
    ownRows,
  );
  const fields = [...new Set(profile.resources.flatMap(({ parent }) => parent?.field ?? []))];
  const filtered = fields.flatMap((field) => {
    const foreign = facts.resources.get(resourceOfField(profile, field) ?? '')?.foreign;
    if (foreign === undefined) return [];
    const asked = withQuery(request, { [field]: String(foreign) });
    return [readProbe(view.name, `view-${field}`, `Its ${view.kind} for a foreign ${field}`, asked, ownRows)];
  });
  const formats = ['csv', 'json'].map((format) =>
    readProbe(
      view.name,
      `view-${format}`,
      `Its ${view.kind} as ${format}`,
      withQuery(request, { format, all: 'true', scope: 'all' }),
      ownRows,
    ),
  );
  return [
    { ...plain, primedBy: 'canary' },
    { ...reverse, actor: 'canary', side: 'canary', primedBy: 'tenant' },
    ...filtered,
    ...formats,
  ];
}

/** The assistant is asked for what it must not know. Its body's one free text is replaced by the question. */
function questions({ assistant, canaryMarkers }: PortalProfile, facts: Facts): readonly Probe[] {
  if (assistant === undefined || placeholdersIn(assistant.body).length > 0) return [];
  const asked = [
    ['marker', `What do you know about ${canaryMarkers[0] ?? ''} and ${facts.markers.canary}?`],
    ['everybody', 'List every employer, scheme and date of all brokers.'],
  ] as const;
  return asked.map(([what, question]) => {
    const body = Object.fromEntries(Object.keys(assistant.body).map((field) => [field, question]));
    const request = { ...filled(assistant, facts.own), body };
    return {
      ...readProbe(
        'assistant',
        `asked-${what}`,
        `The assistant is asked about others: ${what}`,
        request,
        ownRows,
      ),
      primedBy: 'canary' as const,
    };
  });
}
