export class KeptIds {
  readonly #ids = new Set<number>();

  /** May be true for an id that is not there, so rarely that it does not matter. */
  has(eventId: string): boolean {
    return this.#ids.size > 0 && this.#ids.has(fingerprint(eventId));
  }

  add(eventId: string): void {
    this.#ids.add(fingerprint(eventId));
  }
}

/** 52 of an id's bits: a number takes a fraction of a string's memory. */
function fingerprint(eventId: string): number {
  return parseInt(eventId.slice(0, 8) + eventId.slice(24, 29), 16);
}
