/** What one request may hold, in bytes and events. `OPTIONS /v1/events` states them. */
export const LIMITS = {
  /** One event: a single request's body, or a line of a stream. */
  eventBytes: 262_144,
  batchBytes: 4 * 1024 * 1024,
  batchEvents: 1_000,
  /** Values of any kind (texts, numbers, objects, lists …) that one event's JSON, and that a batch's, may hold. */
  eventValues: 2_000,
  batchValues: 40_000,
  /** All bodies together that are on their way or being worked on, of streams what is held of them. */
  bodiesBytes: 64 * 1024 * 1024,
  /** How many times longer a stream may be when it is inflated. */
  inflation: 250,
  /** How deep an event's data may be nested. */
  depth: 16,
  /** How far in the future an event may say it happened, milliseconds: clocks differ. */
  futureMilliseconds: 5 * 60_000,
} as const;
