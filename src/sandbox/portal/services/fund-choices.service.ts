import { z } from 'zod';
import { line, parentId } from './bodies.ts';
import { UUID } from './placed.ts';
import type { Resource } from './resource.ts';

export const fundChoices: Resource = {
  name: 'fund-choices',
  entity: 'fund-choice',
  table: 'fund_choices',
  parents: ['members', 'schemes', 'employers'],
  newId: (ids) => ids.uuid(),
  idPattern: UUID,
  roles: { read: 'Member', create: 'Member', update: 'Member', delete: 'Member' },
  body: z.object({ memberId: parentId, fundName: line, percentage: z.int().min(0).max(100) }),
};
