import { z } from 'zod';
import { certificateReport } from '../model/certificate.ts';
import { roles } from '../model/role.ts';
import { defineCall } from './call.ts';

/** One file that proves one run, offline. `E_RUN_NOT_FOUND`, `E_CERTIFICATE_TOO_EARLY` while the run has not ended. */
export const createCertificate = defineCall({
  name: 'certificates.create',
  input: z.strictObject({ runId: z.string() }),
  output: z.strictObject({ document: z.string(), report: certificateReport }),
  roles: ['superadmin', 'dpo'],
});

/** Checks a certificate by itself: no ledger, no database and no network has a part in it. */
export const verifyCertificate = defineCall({
  name: 'certificates.verify',
  input: z.strictObject({
    document: z.string().min(1).max(20_000_000),
    /** The log's key as it is known from elsewhere; without it the certificate vouches for its own key. */
    verifierKey: z.string().exactOptional(),
  }),
  output: certificateReport,
  roles,
});
