import type { Faker } from '@faker-js/faker';
import type { Ids } from '../ids.ts';

const CUID_LENGTH = 24;

/** Ids that are the same for the same seed, in the formats of the portal. */
export const seededIds = (faker: Faker, since: Date): Ids => ({
  uuid: () => faker.string.uuid({ version: 4 }),
  ulid: () => faker.string.ulid({ refDate: since }),
  cuid: () =>
    faker.string.alpha({ length: 1, casing: 'lower' }) +
    faker.string.alphanumeric({ length: CUID_LENGTH - 1, casing: 'lower' }),
});
