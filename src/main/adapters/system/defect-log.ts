import { appendFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../ports/clock.port.ts';
import type { IdSource } from '../../ports/id-source.port.ts';

/** Whose defect it is, and what it is dated and numbered with. */
export type DefectLog = { readonly home: string; readonly clock: Clock; readonly ids: IdSource };

/**
 * Writes a defect down in `<home>/logs/defects.log`, one JSON object a line (time, reference, where it happened, stack), and answers
 * with the reference that the operator reads out to whoever mends it. Only the owner reads the file and it stays on this machine,
 * because a stack may quote what an outside system said.
 */
export async function writeDefect(log: DefectLog, defect: unknown, where: string): Promise<string> {
  const folder = join(log.home, 'logs');
  const reference = `ref_${log.ids.ulid()}`;
  const line = { time: log.clock.now().toISOString(), reference, where, stack: stackOf(defect) };
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await appendFile(join(folder, 'defects.log'), `${JSON.stringify(line)}\n`, { mode: 0o600 });
  return reference;
}

/** The stack and those of its causes. */
function stackOf(defect: unknown): string {
  if (!(defect instanceof Error)) return String(defect);
  const own = defect.stack ?? defect.message;
  return defect.cause === undefined ? own : `${own}\nCaused by: ${stackOf(defect.cause)}`;
}
