import { z } from 'zod';

export const verifyInput = z.strictObject({
  tenantId: z.string().min(3).max(64).describe('Slug'),
  profile: z.string().exactOptional().describe('Not used: the platform’s paths are those of source 4'),
});
export type VerifyInput = z.infer<typeof verifyInput>;
