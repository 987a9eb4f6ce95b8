import { readFile } from 'node:fs/promises';
import { OperatorError } from '../../shared/errors/operator-error.ts';
import { invalidInput } from '../../shared/errors/invalid-input.ts';
import { portalProfile, type PortalProfile } from '../../shared/model/portal-profile.ts';
import { pensionPortal } from './profiles/pension-portal.profile.ts';

/**
 * The profile in a file, or the built-in one without a file. Errors: `E_INVALID_INPUT` with the fields that are wrong, or when
 * the file cannot be read or is no JSON.
 */
export async function readProfile(file: string | undefined): Promise<PortalProfile> {
  if (file === undefined) return pensionPortal;
  const parsed = portalProfile.safeParse(await jsonIn(file));
  if (!parsed.success) throw invalidInput(parsed.error);
  return parsed.data;
}

async function jsonIn(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    throw new OperatorError('E_INVALID_INPUT', {
      message: 'The portal profile cannot be read, or is no JSON.',
      cause,
    });
  }
}
