/** The smallest buffer for collecting small pieces, bytes. */
const LEAST = 1_024;

/**
 * Collects bytes that come in pieces in one growing buffer: many small pieces use no more memory than few large ones.
 */
export class GrowingBytes {
  #bytes: Buffer | undefined;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  get held(): number {
    return this.#bytes?.length ?? 0;
  }

  add(piece: Buffer): void {
    const length = this.#length + piece.length;
    if (this.#bytes === undefined) this.#bytes = piece;
    else {
      if (length > this.#bytes.length) this.#grow(Math.max(LEAST, 2 * length));
      piece.copy(this.#bytes, this.#length);
    }
    this.#length = length;
  }

  /** Returns all of it, and is empty again. */
  take(): Buffer {
    const whole = this.#bytes?.subarray(0, this.#length) ?? Buffer.alloc(0);
    this.#bytes = undefined;
    this.#length = 0;
    return whole;
  }

  #grow(capacity: number): void {
    const grown = Buffer.allocUnsafeSlow(capacity);
    this.#bytes?.copy(grown, 0, 0, this.#length);
    this.#bytes = grown;
  }
}
