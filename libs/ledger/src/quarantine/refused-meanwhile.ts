import { START, type Position } from '@plant-ledger/event-store';

/** For a refusal that is to be decided anew in any case. */
export const NEVER: Position = START - 1n;

const MOST_SETTLED = 10_000;

/**
 * Events that were refused because of their unit's or line's state, while something of the same stream waited or was
 * about to be settled. Each is decided anew until its refusal rests on all that was settled; then it is refused for
 * good, and forgotten here.
 */
export class RefusedMeanwhile {
  /** By stream and id, how far the log was known at the last decision. */
  readonly #refused = new Map<string, Map<string, Position>>();
  /** The position at which a waiting event of a stream was settled last, for the most recent streams. */
  readonly #settledAt = new Map<string, Position>();

  has(stream: string): boolean {
    return this.#refused.has(stream);
  }

  pending(stream: string): string[] {
    const refused = this.#refused.get(stream);
    if (!refused) return [];
    return [...refused].flatMap(([eventId, decidedAt]) => (this.isOutdated(stream, decidedAt) ? [eventId] : []));
  }

  isPending(eventId: string, stream: string): boolean {
    const decidedAt = this.#refused.get(stream)?.get(eventId);
    return decidedAt !== undefined && this.isOutdated(stream, decidedAt);
  }

  streams(): string[] {
    return [...this.#refused.keys()].filter((stream) => this.pending(stream).length > 0);
  }

  isOutdated(stream: string, decidedAt: Position): boolean {
    return decidedAt < (this.#settledAt.get(stream) ?? START);
  }

  settled(stream: string, position: Position): void {
    this.#settledAt.delete(stream);
    this.#settledAt.set(stream, position);
    const [oldest] = this.#settledAt.keys();
    if (this.#settledAt.size > MOST_SETTLED && oldest !== undefined) this.#settledAt.delete(oldest);
  }

  add(eventId: string, stream: string, decidedAt: Position): void {
    const refused = this.#refused.get(stream);
    if (refused) refused.set(eventId, decidedAt);
    else this.#refused.set(stream, new Map([[eventId, decidedAt]]));
  }

  decidedAgain(eventId: string, stream: string, decidedAt: Position): void {
    if (this.#refused.get(stream)?.has(eventId) === true) this.add(eventId, stream, decidedAt);
  }

  /** It was recorded. True where it was among them. */
  delete(eventId: string, stream: string): boolean {
    const refused = this.#refused.get(stream);
    const wasThere = refused?.delete(eventId) ?? false;
    if (refused?.size === 0) this.#refused.delete(stream);
    return wasThere;
  }

  /** Nothing of the stream waits any more: where none is pending either, all of them were refused for good. */
  forgetFinal(stream: string): void {
    if (this.pending(stream).length === 0) this.#refused.delete(stream);
  }
}
