import { START, type Position } from '@plant-ledger/event-store';

/** Of a refusal that is to be decided anew in any case. */
export const NEVER: Position = START - 1n;

const MOST_SETTLED = 10_000;

/**
 * Events that were refused by where their unit or line stood, while something of the same stream waited or was about to be
 * settled. Each is decided anew until that rested on all that was settled; then it is refused for good, and forgotten here.
 */
export class RefusedMeanwhile {
  /** By stream, each with how far the log was known when it was decided last. */
  readonly #refused = new Map<string, Map<string, Position>>();
  /** When a waiting event of a stream was settled last, of the streams in which that was most recently so. */
  readonly #settledAt = new Map<string, Position>();

  has(stream: string): boolean {
    return this.#refused.has(stream);
  }

  /** Those of a stream that rest on less than what was settled by now. */
  pending(stream: string): string[] {
    const refused = this.#refused.get(stream);
    if (!refused) return [];
    return [...refused].flatMap(([eventId, decidedAt]) => (this.isOutdated(stream, decidedAt) ? [eventId] : []));
  }

  isPending(eventId: string, stream: string): boolean {
    const decidedAt = this.#refused.get(stream)?.get(eventId);
    return decidedAt !== undefined && this.isOutdated(stream, decidedAt);
  }

  /** Streams with such as those. */
  streams(): string[] {
    return [...this.#refused.keys()].filter((stream) => this.pending(stream).length > 0);
  }

  isOutdated(stream: string, decidedAt: Position): boolean {
    return decidedAt < (this.#settledAt.get(stream) ?? START);
  }

  wasSettled(stream: string): boolean {
    return this.#settledAt.has(stream);
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

  /** It was refused once more. */
  decidedAgain(eventId: string, stream: string, decidedAt: Position): void {
    if (this.#refused.get(stream)?.has(eventId) === true) this.add(eventId, stream, decidedAt);
  }

  /** It was taken in. True where it was among them. */
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
