import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import canonicalize from 'canonicalize';
import writeFileAtomic from 'write-file-atomic';
import { OperatorError } from '../../../shared/errors/operator-error.ts';
import { isolationReport, type IsolationReport } from '../../../shared/model/isolation-report.ts';
import type { ReportStore } from '../../ports/report-store.port.ts';

const digestShape = /^[0-9a-f]{64}$/;

/** One file a report, named by its digest. */
export function reportFiles(folder: string): ReportStore {
  return {
    put: async (report) => {
      const text = canonicalize(report) ?? '';
      const digest = digestOf(text);
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await writeFileAtomic(join(folder, `${digest}.json`), text, { mode: 0o600 });
      } catch (cause) {
        throw new OperatorError('E_HOME_UNUSABLE', { cause });
      }
      return digest;
    },
    get: async (digest) => {
      const text = digestShape.test(digest) ? await textOf(join(folder, `${digest}.json`)) : undefined;
      return text === undefined ? undefined : checked(text, digest);
    },
  };
}

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');

async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw new OperatorError('E_HOME_UNUSABLE', { cause });
  }
}

function checked(text: string, digest: string): IsolationReport {
  if (digestOf(text) !== digest) throw new OperatorError('E_REPORT_DAMAGED', { details: { digest } });
  return isolationReport.parse(JSON.parse(text));
}
