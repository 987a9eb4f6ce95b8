import type { Leak } from '../leak.ts';
import { auditLeaks } from './audit.ts';
import { cleanSlateLeaks } from './clean-slate.ts';
import { cleanUpLeaks } from './clean-up.ts';
import { existenceLeaks } from './existence.ts';
import { fileLeaks } from './files.ts';
import { functionLeaks } from './function.ts';
import { integrityLeaks } from './integrity.ts';
import { filterLeaks } from './read-filters.ts';
import { itemLeaks } from './read-items.ts';
import { listLeaks } from './read-lists.ts';
import { viewLeaks } from './read-views.ts';
import { roleLeaks } from './role.ts';
import { sessionLeaks } from './session.ts';
import { tenantAnchorLeaks } from './tenant-anchor.ts';
import { answeredWriteLeaks } from './write-answers.ts';
import { bodyWriteLeaks } from './write-bodies.ts';
import { rowWriteLeaks } from './write-rows.ts';

/** Every leak that can be planted, each one to be planted alone. */
export const leaks: readonly Leak[] = [
  ...cleanSlateLeaks,
  ...itemLeaks,
  ...listLeaks,
  ...filterLeaks,
  ...viewLeaks,
  ...rowWriteLeaks,
  ...answeredWriteLeaks,
  ...bodyWriteLeaks,
  ...tenantAnchorLeaks,
  ...sessionLeaks,
  ...roleLeaks,
  ...existenceLeaks,
  ...fileLeaks,
  ...auditLeaks,
  ...functionLeaks,
  ...cleanUpLeaks,
  ...integrityLeaks,
];

const byId = new Map(leaks.map((leak) => [leak.id, leak]));

export const findLeak = (id: string): Leak | undefined => byId.get(id);
