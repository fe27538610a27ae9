/**
 * One writer at a time on each stream within this process, first come first served. Conflicts with other processes are
 * detected by the store's expected revisions; these locks only keep this process from racing against itself.
 */
export class StreamLocks {
  readonly #waiting = new Map<string, (() => void)[] | undefined>();

  /**
   * Resolves when all the streams are locked. All are queued for at once, so two callers can never wait for each other.
   */
  acquire(streams: readonly string[]): Promise<void> | undefined {
    let missing = 0;
    let ready: () => void = () => undefined;
    const oneMore = () => {
      missing -= 1;
      if (missing === 0) ready();
    };
    for (const stream of streams) {
      if (!this.#waiting.has(stream)) {
        // Locked without a queue: the case of nearly every event.
        this.#waiting.set(stream, undefined);
        continue;
      }
      const queue = this.#waiting.get(stream);
      if (queue) queue.push(oneMore);
      else this.#waiting.set(stream, [oneMore]);
      missing += 1;
    }
    return missing === 0 ? undefined : new Promise((resolve) => (ready = resolve));
  }

  release(streams: readonly string[]): void {
    for (const stream of streams) {
      const next = this.#waiting.get(stream)?.shift();
      if (next) next();
      else this.#waiting.delete(stream);
    }
  }
}
