import { isOperatorError } from '../../../shared/errors/operator-error.ts';
import type { ProbeResult } from '../../../shared/model/isolation-report.ts';
import type { PortalResource } from '../../../shared/model/portal-profile.ts';
import { readPointer } from '../../../shared/model/portal-template.ts';
import type { Portal, PortalRequest, PortalResponse } from '../../ports/portal.port.ts';
import type { Facts } from '../facts.ts';
import { fileTries, type FileTry } from '../families/files.ts';
import { filled } from '../families/requests.ts';
import type { Id } from '../id-shapes.ts';
import { fail, inconclusive, pass, type Finding } from '../oracle/finding.ts';
import { differences, signatureOf } from '../oracle/signature.ts';
import type { ActorName, ProbeMeta } from '../probe.ts';
import { resultOf } from './results.ts';
import { reasonOf } from './run-probe.ts';
import { sideBySide } from './side-by-side.ts';
import type { Stage } from './stage.ts';

/** Files open by their signed address, for as long as it says, and by nothing else (P19). */
export async function checkFiles(stage: Stage, facts: Facts): Promise<void> {
  for (const resource of stage.profile.resources.filter(({ fileUrl }) => fileUrl !== undefined))
    await checkFilesOf(stage, facts, resource);
}

async function checkFilesOf(stage: Stage, facts: Facts, resource: PortalResource): Promise<void> {
  const known = facts.resources.get(resource.name);
  const [foreign, own] = await sideBySide(
    addressOf(stage, 'canary', resource, known?.foreign),
    addressOf(stage, 'tenant', resource, known?.own),
  );
  const meta = metaOf(resource.name, 'control', 'The canary’s file opens by its signed address');
  if (foreign === undefined || own === undefined) {
    const finding = inconclusive('the portal gives no address of a file');
    stage.results.push(resultOf(stage, meta, finding, { expectation: 'opens' }));
    return;
  }
  const origin = stage.ports.openPortal(stage.profile, foreign.origin);
  try {
    await tryAddresses(stage, resource.name, origin, { own, foreign });
  } finally {
    origin.close();
  }
}

type Addresses = { readonly own: URL; readonly foreign: URL };

async function tryAddresses(stage: Stage, resource: string, files: Portal, urls: Addresses): Promise<void> {
  const began = stage.ports.clock.now().getTime();
  const control = await tryOne(stage, resource, files, controlTry(urls.foreign), (answer) =>
    answer.status < 300
      ? pass(`status ${answer.status}`)
      : inconclusive(`status ${answer.status} to a genuine address`),
  );
  const { tries, expiresAt } = fileTries(urls, began);
  const opens = control.verdict === 'pass';
  const tried = await sideBySide(
    ...tries.map((each) =>
      tryOne(stage, resource, files, each, (answer, controls) =>
        opens ? judgeFile(answer, controls) : inconclusive('the genuine address does not open either'),
      ),
    ),
  );
  stage.results.push(control, ...tried);
  stage.later.push(() => afterExpiry(stage, resource, urls.foreign, expiresAt));
}

/** What opens without the right address is a leak; anything that says no is well. */
function judgeFile(answer: PortalResponse, controls: readonly PortalResponse[]): Finding {
  const { status, truncated } = answer;
  const [one, two] = controls.map(signatureOf);
  const told = one && two ? differences(signatureOf(answer), [one, two]) : [];
  if (told.length > 0) return fail(`differs from what is not there in ${told.join(', ')}`);
  if (status >= 400 && status < 500 && status !== 429) return pass(`status ${status}`);
  if (status >= 200 && status < 300)
    return fail(`status ${status}: the file opens${truncated ? ', and is large' : ''}`);
  return inconclusive(`status ${status}`);
}

async function tryOne(
  stage: Stage,
  resource: string,
  files: Portal,
  { what, title, request, missing }: FileTry,
  judge: (answer: PortalResponse, controls: readonly PortalResponse[]) => Finding,
): Promise<ProbeResult> {
  const meta = metaOf(resource, what, title);
  const expectation = what === 'control' ? 'opens' : 'refused';
  const shown = { ...request, path: request.path.replaceAll(/=[^&=]{16,}/g, '=[secret]') };
  try {
    const ask = (asked: PortalRequest) =>
      stage.asking.within((limits) => files.request('anonymous', asked, limits));
    const controls: PortalResponse[] = [];
    for (const each of missing ?? []) controls.push(await ask(each));
    const answer = await ask(request);
    const finding = judge(answer, controls);
    return resultOf(stage, meta, finding, { expectation, request: shown, response: answer });
  } catch (error) {
    if (!isOperatorError(error)) throw error;
    const finding = inconclusive(reasonOf(error.code, error.message));
    return resultOf(stage, meta, finding, { expectation, request: shown });
  }
}

const metaOf = (resource: string, what: string, title: string): ProbeMeta => ({
  id: `files.${resource}.${what}`,
  family: 'files',
  resource,
  title,
  owasp: 'API1:2023',
  actor: 'anonymous',
});

const controlTry = ({ pathname, search }: URL): FileTry => ({
  what: 'control',
  title: 'The canary’s file opens by its signed address',
  request: { method: 'GET', path: `${pathname}${search}` },
});

/** An address is of no use any more once the time it names is over. Waits for that only where it is near. */
async function afterExpiry(
  stage: Stage,
  resource: string,
  url: URL,
  expiresAt: number | undefined,
): Promise<void> {
  const id = `files.${resource}.expired`;
  if (expiresAt === undefined) {
    stage.notProbed.push({ id, reason: 'the address does not say when it expires' });
    return;
  }
  const { clock, signal } = stage.ports;
  const wait = expiresAt + 250 - clock.now().getTime();
  if (wait > stage.limits.patienceMs) {
    stage.notProbed.push({
      id,
      reason: `the address lives ${Math.round(wait / 1000)} s more, longer than the check waits`,
    });
    return;
  }
  if (wait > 0) await clock.sleep(wait, signal);
  const files = stage.ports.openPortal(stage.profile, url.origin);
  try {
    const late = { ...controlTry(url), what: 'expired', title: 'An address is of no use after its time' };
    stage.results.push(await tryOne(stage, resource, files, late, judgeFile));
  } finally {
    files.close();
  }
}

/** The signed address of a file, as its owner is given it. */
async function addressOf(
  stage: Stage,
  actor: ActorName,
  { item, fileUrl }: PortalResource,
  id: Id | undefined,
): Promise<URL | undefined> {
  if (item === undefined || fileUrl === undefined || id === undefined) return undefined;
  try {
    const { json } = await stage.asking.ask(actor, filled(item, { id }));
    const url = readPointer(readPointer(json, item.envelope), fileUrl);
    return typeof url === 'string' ? (URL.parse(url, stage.ports.portal.origin) ?? undefined) : undefined;
  } catch (error) {
    if (!isOperatorError(error)) throw error;
    return undefined;
  }
}
