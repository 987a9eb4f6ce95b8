import { createCertificate, verifyCertificate } from '../../shared/contract/certificates.contract.ts';
import { checkCertificate } from '../certificates/check-certificate.ts';
import { issueCertificate } from '../certificates/issue-certificate.ts';
import { operation } from './operation.ts';

export const certificateOperations = [
  operation(createCertificate, ({ ledger, signer }, { runId }) => {
    const document = issueCertificate(ledger, runId, signer);
    return Promise.resolve({ document, report: checkCertificate(document, ledger.verifierKey()) });
  }),

  operation(verifyCertificate, (_ctx, { document, verifierKey }) =>
    Promise.resolve(checkCertificate(document, verifierKey)),
  ),
];
