/** Injection tokens of what the query handlers read from. */

export { EVENT_STORE } from '@plant-ledger/event-store';

/** The opened ReadModel. */
export const READ_MODEL = Symbol('READ_MODEL');
/** Milestone forecasts: each question is answered once for all who ask it. */
export const FORECASTS = Symbol('FORECASTS');
