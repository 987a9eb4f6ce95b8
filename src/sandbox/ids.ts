import { createId } from '@paralleldrive/cuid2';
import { randomUUID } from 'node:crypto';
import { ulid } from 'ulid';

/** Where new ids come from, in the formats of the sources: UUID, CUID2, and ULID behind a prefix. */
export type Ids = { readonly uuid: () => string; readonly cuid: () => string; readonly ulid: () => string };

export const randomIds: Ids = { uuid: randomUUID, cuid: createId, ulid: () => ulid() };
