/** What the ledger answers, as far as the page reads it. */
export type * from './answers/plan.js';
export type * from './answers/totals.js';
export type * from './answers/standing.js';
export type * from './answers/events.js';
export type * from './answers/status.js';
