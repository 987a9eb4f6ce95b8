import { isOperatorError } from '../../shared/errors/operator-error.ts';
import type { Verdict } from '../../shared/model/checklist.ts';
import type { Portal, PortalResponse, PortalSession } from '../ports/portal.port.ts';
import { atPointer, fillBody, fillPath, type TemplateValues } from './fill-template.ts';
import { createObject, listObjects, resourceOf, type MadeObject } from './test-data.ts';

/** One question put to the portal and what came of it. The note holds no personal data. */
export type AccessProbe = {
  readonly id: string;
  readonly title: string;
  readonly verdict: Exclude<Verdict, 'not-checked'>;
  readonly note: string;
};

/** What a probe concludes, before it is given its name. */
type Finding = Pick<AccessProbe, 'verdict' | 'note'>;

const pass = (note = ''): Finding => ({ verdict: 'pass', note });
const fail = (note: string): Finding => ({ verdict: 'fail', note });
const inconclusive = (note: string): Finding => ({ verdict: 'inconclusive', note });

/** Puts one question. What keeps the portal from answering makes the probe inconclusive, which is never a pass. */
export async function probe(id: string, title: string, ask: () => Promise<Finding>): Promise<AccessProbe> {
  try {
    return { id, title, ...(await ask()) };
  } catch (error) {
    if (!isOperatorError(error)) throw error;
    return { id, title, ...inconclusive(error.code) };
  }
}

/** A new tenant begins with nothing. */
export const probeCleanSlate = (portal: Portal, session: PortalSession, resource: string) =>
  probe(`clean-slate.${resource}`, `Sees no ${resource} at first`, async () => {
    const rows = await listObjects(portal, session, resourceOf(portal, resource));
    if (rows === undefined) return inconclusive('the portal did not answer with a list');
    return rows.length === 0 ? pass('0 rows') : fail(`${rows.length} rows`);
  });

/** An object of the canary tenant must be denied: 401, 403, 404 or an empty answer (P21). */
export const probeForeignObject = (portal: Portal, session: PortalSession, resource: string, id: string) =>
  probe(`foreign.${resource}`, `Cannot open another tenant’s ${resource}`, async () => {
    const { item } = resourceOf(portal, resource);
    if (item === undefined) return inconclusive('the profile names no way to open one');
    const response = await portal.request(session, { method: 'GET', path: fillPath(item.path, { id }) });
    return judgeDenial(portal, response, item.envelope);
  });

function judgeDenial({ profile }: Portal, response: PortalResponse, envelope: string): Finding {
  const { statuses, emptyIsDenial } = profile.denial;
  if (statuses.includes(response.status)) return pass(`status ${response.status}`);
  if (response.status >= 300) return inconclusive(`status ${response.status}`);
  const isEmpty = isNothing(atPointer(response.json, envelope)) || response.text.trim() === '';
  return emptyIsDenial && isEmpty ? pass('empty answer') : fail(`status ${response.status} with data`);
}

const isNothing = (value: unknown): boolean =>
  value === undefined || value === null || (Array.isArray(value) && value.length === 0);

/** Creates one object below the ones made before it; the made one is handed to `made`. */
export const probeCreate = (
  portal: Portal,
  session: PortalSession,
  resource: string,
  values: TemplateValues,
  made: (object: MadeObject) => void,
) =>
  probe(`create.${resource}`, `Can create ${resource}`, async () => {
    const { response, id } = await createObject(portal, session, resourceOf(portal, resource), values);
    if (id === undefined) return fail(`status ${response.status}`);
    made({ resource, id });
    return pass(`status ${response.status}`);
  });

/** The assistant has to answer with words, not only with a status. */
export const probeAssistant = (portal: Portal, session: PortalSession, values: TemplateValues) =>
  probe('assistant', 'The compliance assistant answers', async () => {
    const { assistant } = portal.profile;
    if (assistant === undefined) return inconclusive('the profile names no assistant');
    const request = {
      method: assistant.method,
      path: assistant.path,
      body: fillBody(assistant.body, values),
    };
    const response = await portal.request(session, request);
    const answer = atPointer(response.json, assistant.answer);
    const speaks = typeof answer === 'string' && answer.trim() !== '';
    return response.status < 300 && speaks
      ? pass(`${answer.length} characters`)
      : fail(`status ${response.status}`);
  });

/** A condition that some other place than the portal vouches for: the mail service, the database. */
export const probeFact = (id: string, title: string, look: () => Promise<{ holds: boolean; note: string }>) =>
  probe(id, title, async () => {
    const { holds, note } = await look();
    return holds ? pass(note) : fail(note);
  });
