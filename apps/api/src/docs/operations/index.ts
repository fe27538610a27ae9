import { BOOKS } from './books.js';
import { DOCUMENTS } from './documents.js';
import { INTAKE } from './intake.js';
import { LIVE } from './live.js';
import type { Operation } from './operation.js';
import { QUARANTINE } from './quarantine.js';
import { STATE } from './state.js';
import { THINGS } from './things.js';
import { TOTALS } from './totals.js';

/** Every operation of the HTTP interface. The examples can be run in this order. */
export const OPERATIONS: readonly Operation[] = [
  ...INTAKE,
  ...TOTALS,
  ...THINGS,
  ...BOOKS,
  ...QUARANTINE,
  LIVE,
  ...STATE,
  ...DOCUMENTS,
];
