import { isOperatorError } from '../../../shared/errors/operator-error.ts';
import type { ProbeResult } from '../../../shared/model/isolation-report.ts';
import type { PortalView } from '../../../shared/model/portal-profile.ts';
import type { PortalResponse } from '../../ports/portal.port.ts';
import { filled } from '../families/requests.ts';
import { fail, inconclusive, pass, type Finding } from '../oracle/finding.ts';
import type { ProbeMeta } from '../probe.ts';
import { resultOf } from './results.ts';
import { reasonOf } from './run-probe.ts';
import { sideBySide } from './side-by-side.ts';
import { asksAbout, type Stage } from './stage.ts';
import { freshValues } from './test-data.ts';

type Taken =
  | { readonly view: PortalView; readonly first: PortalResponse; readonly second: PortalResponse }
  | { readonly view: PortalView; readonly failed: string };

/**
 * Numbers name nobody, so they are judged by what moves them: what a tenant is told about its own data must not move when
 * the canary's data does. Takes the answers before, twice, and compares when the canary has grown.
 */
export async function takeUnmoved(stage: Stage): Promise<() => Promise<void>> {
  if (!asksAbout(stage, 'read')) return () => Promise.resolve();
  const views = stage.profile.views.filter(({ kind }) => kind === 'aggregate' || kind === 'export');
  const taken = await sideBySide(...views.map((view) => takeTwice(stage, view)));
  return async () => {
    stage.results.push(...(await sideBySide(...taken.map((each) => compare(stage, each)))));
  };
}

const ask = (stage: Stage, view: PortalView): Promise<PortalResponse> =>
  stage.asking.ask('tenant', filled(view, freshValues(stage, 'tenant')));

async function takeTwice(stage: Stage, view: PortalView): Promise<Taken> {
  try {
    return { view, first: await ask(stage, view), second: await ask(stage, view) };
  } catch (error) {
    if (!isOperatorError(error)) throw error;
    return { view, failed: reasonOf(error.code, error.message) };
  }
}

async function compare(stage: Stage, taken: Taken): Promise<ProbeResult> {
  const { view } = taken;
  const shown = {
    expectation: 'the same before and after the canary has grown',
    request: filled(view, freshValues(stage, 'tenant')),
  };
  if ('failed' in taken) return resultOf(stage, metaOf(view), inconclusive(taken.failed), shown);
  try {
    const response = await ask(stage, view);
    const finding = judgeUnmoved(taken.first, taken.second, response);
    return resultOf(stage, metaOf(view), finding, { ...shown, response });
  } catch (error) {
    if (!isOperatorError(error)) throw error;
    return resultOf(stage, metaOf(view), inconclusive(reasonOf(error.code, error.message)), shown);
  }
}

/** What changes by itself tells nothing. */
export function judgeUnmoved(first: PortalResponse, second: PortalResponse, after: PortalResponse): Finding {
  const trouble = [first, second, after].find(({ status }) => status >= 300);
  if (trouble !== undefined) return inconclusive(`status ${trouble.status}`);
  if (first.text === after.text || second.text === after.text) return pass('not moved');
  return first.text === second.text
    ? fail('moved when the canary’s data grew')
    : inconclusive('it changes by itself');
}

const metaOf = ({ name, kind }: PortalView): ProbeMeta => ({
  id: `read.${name}.unmoved`,
  family: 'read',
  resource: name,
  title: `Its ${kind} does not move with the canary’s data`,
  owasp: 'API3:2023',
  actor: 'tenant',
});
