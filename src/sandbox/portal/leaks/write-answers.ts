import type { Leak } from '../leak.ts';
import { afterwards, denyInstead, replaceAnswer } from './means/answer.ts';
import { combine } from './means/combine.ts';
import { asks, itemOf, listOf, type Fit } from './means/fit.ts';
import { foreignRow, inBody, titleOf, type Naming } from './means/strangers.ts';
import { uncheckedParentWhen, unscopedWhen } from './means/unscoped.ts';
import { plantedSubtly } from './planted.ts';

const subtle = plantedSubtly('write');

/** Writes that do what their answer denies. */
export const answeredWriteLeaks: readonly Leak[] = [
  subtle(
    [
      'write-patch-denied-yet-done',
      'A PATCH that is denied and still writes',
      'PATCH /api/contributions/{id} of a foreign row is answered as if it were not there, after it was written.',
    ],
    deniedYetDone(asks('PATCH', itemOf('contributions'))),
  ),
  subtle(
    [
      'write-put-denied-yet-done',
      'A PUT that is denied and still writes',
      'PUT /api/key-function-holders/{id} of a foreign row is answered as if it were not there, after it was written.',
    ],
    deniedYetDone(asks('PUT', itemOf('key-function-holders'))),
  ),
  subtle(
    [
      'write-delete-denied-yet-done',
      'A DELETE that answers 403 and still deletes',
      'DELETE /api/policies/{id} of a foreign row removes it, and then checks the tenant.',
    ],
    deniedYetDone(asks('DELETE', itemOf('policies')), 403),
  ),
  subtle(
    [
      'write-post-denied-yet-done',
      'A POST that answers 403 and still creates',
      'POST /api/ora-reports below a foreign scheme stores the report, and then checks the tenant.',
    ],
    combine(
      replacedAfter(asks('POST', listOf('ora-reports')), inBody, 403),
      uncheckedParentWhen(asks('POST', listOf('ora-reports'))),
    ),
  ),
  subtle(
    [
      'write-denied-yet-touched',
      'A denied PATCH that leaves a trace',
      'A PATCH of a foreign scheme is denied, but sets the time of its last change.',
    ],
    afterwards(asks('PATCH', itemOf('schemes')), async (c, context) => {
      const owned = await foreignRow(c, context);
      if (owned === undefined) return;
      const touch = { updatedAt: context.clock.now() };
      await context.db.updateTable('schemes').set(touch).where('id', '=', owned.row.id).execute();
    }),
  ),
  subtle(
    [
      'write-error-names-parent',
      'A refused POST that names the foreign parent',
      'The refusal of a new scheme below a foreign employer says what the employer is called.',
    ],
    afterwards(asks('POST', listOf('schemes')), async (c, context) => {
      const parent = await foreignRow(c, context, inBody);
      if (parent === undefined) return;
      replaceAnswer(c, { error: 'Forbidden', message: `${titleOf(parent.row)} is not your client` }, 403);
    }),
  ),
];

function deniedYetDone(fits: Fit, status?: number) {
  return combine(replacedAfter(fits, undefined, status), unscopedWhen(fits));
}

/** Looks whose row it is before the call, because afterwards it may be gone. */
function replacedAfter(fits: Fit, naming: Naming | undefined, status?: number) {
  const defect: Pick<Leak, 'middleware'> = {
    middleware: (context) => async (c, next) => {
      const foreign = (await fits(c)) ? await foreignRow(c, context, naming) : undefined;
      await next();
      if (foreign === undefined) return;
      if (status === undefined) denyInstead(c, context);
      else replaceAnswer(c, { error: 'Forbidden' }, status);
    },
  };
  return defect;
}
