/** The limits of one request, in bytes and events. `OPTIONS /v1/events` states them. */
export const LIMITS = {
  /** One event: a single request's body, or a line of a stream. */
  eventBytes: 262_144,
  batchBytes: 4 * 1024 * 1024,
  batchEvents: 1_000,
  /** The most values of any kind (strings, numbers, objects, lists …) in the JSON of one event, and of a batch. */
  eventValues: 2_000,
  batchValues: 40_000,
  /** All bodies together that are arriving or being worked on; of streams, what is held of them. */
  bodiesBytes: 64 * 1024 * 1024,
  /** How many times longer a stream may be when it is inflated. */
  inflation: 250,
  depth: 16,
  /** How far in the future an event's time may be, milliseconds: clocks differ. */
  futureMilliseconds: 5 * 60_000,
} as const;
