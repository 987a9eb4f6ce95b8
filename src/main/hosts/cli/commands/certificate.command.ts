import type { Command } from 'commander';
import { createCertificate } from '../../../../shared/contract/certificates.contract.ts';
import { OperatorError } from '../../../../shared/errors/operator-error.ts';
import type { CertificateReport } from '../../../../shared/model/certificate.ts';
import type { Host } from '../host.ts';
import type { Printer } from '../printer.ts';
import type { Session } from '../session.ts';
import { certificateText } from '../views/certificate-text.ts';
import { readDocumentFile, writeDocumentFile } from './document-file.ts';

type CreateOptions = { readonly out?: string; readonly page?: string };
type VerifyOptions = { readonly key?: string; readonly page?: string };

/** `certificate create|verify`: one file that proves one run, and its check without anything but the file. */
export function certificateCommand(certificate: Command, { action, offline, terminal }: Host): void {
  certificate
    .command('create <run>')
    .description('Write the certificate of a run that has ended.')
    .option('--out <file>', 'where to (<run>.certificate.json)')
    .option('--page <file>', 'also write a page in plain language, HTML that stands alone')
    .addHelpText(
      'after',
      '\nExample:\n  $ tenantctl certificate create run_01KAB… --out acme.certificate.json',
    )
    .action(action(create));
  certificate
    .command('verify <file>')
    .description(
      'Check a certificate. Needs no home, no network and no database. Exit code 6 when it does not hold.',
    )
    .option('--key <key>', 'the log’s verifier key as you know it: tenantctl ledger key')
    .option('--page <file>', 'also write a page in plain language, HTML that stands alone')
    .addHelpText(
      'after',
      '\nExample:\n  $ tenantctl certificate verify acme.certificate.json --key "$(cat log.vkey)"',
    )
    .action(
      offline(async (printer, file: string, { key, page }: VerifyOptions) => {
        const { checkCertificate, certificatePage } = await import('../../../compose.ts');
        const report = checkCertificate(await readDocumentFile(file, terminal), key);
        if (page !== undefined) await writeDocumentFile(page, await certificatePage(report));
        return answer(printer, report, { file });
      }),
    );
}

async function create(
  { console, printer }: Session,
  runId: string,
  { out = `${runId}.certificate.json`, page }: CreateOptions,
): Promise<OperatorError | undefined> {
  const { document, report } = await console.call(createCertificate, { runId });
  await writeDocumentFile(out, document);
  if (page !== undefined) {
    const { certificatePage } = await import('../../../compose.ts');
    await writeDocumentFile(page, await certificatePage(report));
  }
  return answer(printer, report, { file: out });
}

function answer(
  printer: Printer,
  report: CertificateReport,
  where: { readonly file: string },
): OperatorError | undefined {
  const failed = report.checks.filter(({ holds }) => !holds).map(({ id }) => id);
  const failure = report.valid
    ? undefined
    : new OperatorError('E_CERTIFICATE_INVALID', { details: { failed } });
  printer.answer({ ...where, ...report }, (paint) => certificateText(report, where.file, paint), failure);
  return failure;
}
