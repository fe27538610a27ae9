import { UNIT_GROUPS } from '@plant-ledger/read-model';
import { asOf, fresh, groupBy, name } from '../platform/http/parameters.js';

/** What may be asked of any sum over vehicles. */
export const unitSums = {
  plant: name.optional(),
  model: name.optional(),
  groupBy: groupBy(UNIT_GROUPS).default([]),
  asOf: asOf.optional(),
  ...fresh,
};
