import { randomBytes, randomUUID } from 'node:crypto';
import { createId } from '@paralleldrive/cuid2';
import { monotonicFactory } from 'ulid';
import type { Clock } from '../../ports/clock.port.ts';
import type { IdSource } from '../../ports/id-source.port.ts';

/**
 * Ids and bytes from the operating system's secure random source. ULIDs of one source sort in the order they were
 * asked for, also within one millisecond and when the wall clock steps back.
 */
export function systemIds(clock: Clock): IdSource {
  const nextUlid = monotonicFactory();
  return {
    uuid: randomUUID,
    ulid: () => nextUlid(clock.now().getTime()),
    cuid2: createId,
    bytes: (length) => new Uint8Array(randomBytes(length)),
  };
}
