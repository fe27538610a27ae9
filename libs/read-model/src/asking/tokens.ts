/** Injection tokens of what the query handlers read from. */

/** The opened ReadModel. */
export const READ_MODEL = Symbol('READ_MODEL');
/** The event store, by its port. */
export const EVENT_STORE = Symbol('EVENT_STORE');
/** Milestone forecasts: whoever asks, each question is answered once. */
export const FORECASTS = Symbol('FORECASTS');
