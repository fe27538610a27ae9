import { UNIT_GROUPS } from '@plant-ledger/contract';
import { asOf, fresh, groupBy, name } from '../platform/http/parameters.js';

export const unitSums = {
  plant: name.optional(),
  model: name.optional(),
  groupBy: groupBy(UNIT_GROUPS).default([]),
  asOf: asOf.optional(),
  ...fresh,
};
