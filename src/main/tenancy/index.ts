import { OperatorError } from '../../shared/errors/operator-error.ts';
import { databaseModel } from './database/model.ts';
import { pooledModel } from './pooled/model.ts';
import type { AnyTenancyModel } from './tenancy-model.ts';

/** The tenancy models this console knows. */
export const tenancyModels: readonly AnyTenancyModel[] = [pooledModel, databaseModel];

/** Errors: `E_INVALID_INPUT` for a model that is not known. */
export function modelOf(models: readonly AnyTenancyModel[], id: string): AnyTenancyModel {
  const model = models.find((each) => each.id === id);
  if (model === undefined) throw new OperatorError('E_INVALID_INPUT', { details: { model: id } });
  return model;
}
