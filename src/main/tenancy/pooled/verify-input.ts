import { z } from 'zod';

/** Which tenant is to be verified, and by which profile; the connection's when left out. */
export const verifyInput = z.strictObject({
  tenantId: z.string().min(3).max(64),
  profile: z.string().exactOptional().describe('File of a portal profile'),
});
export type VerifyInput = z.infer<typeof verifyInput>;
