import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { certificatePage } from '../../../src/main/certificates/certificate-page.ts';
import { checkCertificate } from '../../../src/main/certificates/check-certificate.ts';
import { issueCertificate } from '../../../src/main/certificates/issue-certificate.ts';
import { executeRun } from '../../../src/main/engine/execute-run.ts';
import { openRun } from '../../../src/main/engine/open-run.ts';
import { loadKeys } from '../../../src/main/ledger/keys.ts';
import { openLedger, type Ledger } from '../../../src/main/ledger/ledger.ts';
import type { SigningKey } from '../../../src/main/ledger/signing-key.ts';
import { openSqliteLedgerStore } from '../../../src/main/adapters/sqlite/sqlite-ledger-store.adapter.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';
import { MemoryKeychain } from '../../fakes/memory-keychain.ts';
import { SeededIds } from '../../fakes/seeded-ids.ts';
import { askPerson, putThing, sessionOn } from '../../helpers/engine.ts';

const folder = mkdtempSync(join(tmpdir(), 'certificate-'));
let ledger: Ledger;
let signer: SigningKey;
let runId: string;
let document: string;

beforeAll(async () => {
  const clock = new ManualClock();
  const ids = new SeededIds('certificate');
  const keychain = new MemoryKeychain();
  const store = openSqliteLedgerStore({ path: join(folder, 'ledger.sqlite') });
  ledger = await openLedger({ store, keychain, clock, ids, organisation: 'example.org', consoleId: 'one' });
  ({ operator: signer } = await loadKeys(keychain));
  const run = sessionOn({ log: ledger, clock, ids }, [putThing('a'), askPerson('sure'), putThing('b')]);
  const input = { who: 'Jane Murphy, jane@example.com' };
  runId = await openRun(run.deps, run.runbook, { ...run.opening, input });
  await executeRun(run.session(runId));
  await ledger.append({ type: 'noise.made', data: {} });
  await executeRun(run.session(runId), { stepId: 'sure', value: { yes: true } });
  document = issueCertificate(ledger, runId, signer);
});

afterAll(async () => {
  await ledger.close();
  rmSync(folder, { recursive: true });
});

describe('a certificate', () => {
  it('holds, and says what happened without saying who', () => {
    const report = checkCertificate(document, ledger.verifierKey());
    expect(report).toMatchObject({ valid: true, says: { runId, outcome: 'completed' } });
    expect(report.says?.steps.map(({ id, outcome }) => `${id} ${outcome}`)).toEqual([
      'a done',
      'sure done',
      'b done',
    ]);
    expect(document + Buffer.from(document, 'base64').toString('latin1')).not.toMatch(/jane/i);
  });

  it('does not hold when any of its bytes was changed', () => {
    const changed = fc.record({ at: fc.nat(document.length - 1), byte: fc.integer({ min: 0, max: 127 }) });
    fc.assert(
      fc.property(changed, ({ at, byte }) => {
        const altered = document.slice(0, at) + String.fromCharCode(byte) + document.slice(at + 1);
        return altered === document || !checkCertificate(altered).valid;
      }),
      { numRuns: 600 },
    );
  });

  it('does not hold when it was cut short or something was added', () => {
    for (const altered of [document.slice(0, -1), `${document}\n`, `${document} `, ` ${document}`, ''])
      expect(checkCertificate(altered).valid).toBe(false);
  });

  it('does not hold under another log’s key', () => {
    const other = ledger.verifierKey().replace('example.org', 'example.net');
    expect(checkCertificate(document, other).checks[0]).toMatchObject({ id: 'log-key', holds: false });
  });

  it('cannot be issued before the run has ended', async () => {
    const clock = new ManualClock();
    const run = sessionOn({ log: ledger, clock, ids: new SeededIds('other') }, [askPerson('sure')]);
    const open = await openRun(run.deps, run.runbook, run.opening);
    await executeRun(run.session(open));
    expect(() => issueCertificate(ledger, open, signer)).toThrow(
      expect.objectContaining({ code: 'E_CERTIFICATE_TOO_EARLY' }),
    );
  });

  it('is verified by the command alone: no home, no environment, an empty folder', () => {
    const file = join(folder, 'run.certificate.json');
    writeFileSync(file, document);
    const command = resolve('src/main/hosts/cli/index.ts');
    const verify = (name: string) =>
      spawnSync(process.execPath, [command, 'certificate', 'verify', name, '--json'], {
        cwd: folder,
        env: {},
        encoding: 'utf8',
      });
    expect(verify(file)).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('"valid":true') as string,
    });
    writeFileSync(file, document.replace('payload', 'Payload'));
    expect(verify(file)).toMatchObject({
      status: 6,
      stdout: expect.stringContaining('"valid":false') as string,
    });
  });

  it('outlives the shredding of the tenant’s key', async () => {
    await ledger.shred('tenant');
    expect(checkCertificate(issueCertificate(ledger, runId, signer)).valid).toBe(true);
    expect(checkCertificate(document).valid).toBe(true);
  });

  it('is explained on a page that stands alone and escapes what it shows', async () => {
    const report = checkCertificate(document);
    const page = await certificatePage({
      ...report,
      checks: [{ id: 'x', title: '<script>alert(1)</script>', holds: true, words: '' }],
    });
    expect(page).toContain('This certificate holds.');
    expect(page).not.toContain('<script>');
    expect(page).not.toMatch(/https?:\/\//);
  });
});
