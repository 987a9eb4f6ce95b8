import { z } from 'zod';
import { OperatorError } from '../../../../shared/errors/operator-error.ts';
import { automaticStep, type Observed } from '../../../engine/step.ts';
import { withServer } from '../database-context.ts';
import { lookForParts, type Standing } from '../inspection.ts';
import { databaseNameOf } from '../intake.ts';
import type { PurgeContext } from '../purge-input.ts';

const receipt = z.object({ dropped: z.array(z.string()) });

/** Drops every database and role of the slug. Errors: `E_ALREADY_PROVISIONED` for an active tenant, `E_DATABASE_IN_USE`. */
export const dropParts = automaticStep({
  id: 'database.drop-parts',
  title: 'Drop the database and the role',
  receipt,
  observe: async ({ ports, run }: PurgeContext): Promise<Observed<z.infer<typeof receipt>>> => {
    const { row } = await lookForParts(ports, run.tenantId);
    if (row?.status !== 'active') return { state: 'absent' };
    const details = { slug: run.tenantId };
    return { state: 'blocked', error: new OperatorError('E_ALREADY_PROVISIONED', { details }) };
  },
  plan: () => [{ verb: 'delete', object: 'database and role', count: 2, statements: [] }],
  undo: { none: 'what is destroyed stays so' },
  apply: async ({ ports, run }: PurgeContext) => {
    const standing = await lookForParts(ports, run.tenantId);
    const name = databaseNameOf(run.tenantId);
    await ports.closeOthers();
    for (const { name: server, adminSecretRef } of serversWith(standing))
      await withServer({ ports }, { server, adminSecretRef }, async (each) => {
        await each.dropDatabase(name);
        await each.dropRole(name);
      });
    const dropped = standing.parts.filter(isOnServer);
    return { dropped: dropped.map(({ part, where }) => `${part} on ${where}`) };
  },
});

const isOnServer = ({ part }: Standing['parts'][number]): boolean => part === 'database' || part === 'role';

const serversWith = ({ servers, parts }: Standing) =>
  servers.filter(({ name }) => parts.some((each) => isOnServer(each) && each.where === name));
