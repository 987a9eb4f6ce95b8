import type { Connection } from '../../../shared/model/connection.ts';
import type { IdSource } from '../../ports/id-source.port.ts';

/** A fresh id in the format that the deployment uses for this kind of row (P3). Ids are opaque to the console. */
export function newId(
  ids: IdSource,
  { idFormats }: Pick<Connection, 'idFormats'>,
  of: 'tenant' | 'user',
): string {
  switch (idFormats[of]) {
    case 'uuid':
      return ids.uuid();
    case 'cuid2':
      return ids.cuid2();
    case 'prefixed-ulid':
      return `${of === 'tenant' ? idFormats.tenantPrefix : idFormats.userPrefix}${ids.ulid()}`;
  }
}
