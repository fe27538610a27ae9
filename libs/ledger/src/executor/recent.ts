/**
 * Remembers what was used recently: at least the last `capacity / 2` keys, at most `capacity`, and fewer where they are large:
 * about `mostBytes`, and the last one in any case. Two maps, of which the older is dropped whole when the younger is full: no
 * bookkeeping per use, which on the way of every event would show.
 */
export class Recent<Value extends { readonly bytes: number }> {
  #young = new Map<string, Value>();
  #old = new Map<string, Value>();
  #youngBytes = 0;

  constructor(
    private readonly capacity: number,
    private readonly mostBytes: number,
  ) {}

  get(key: string): Value | undefined {
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const old = this.#old.get(key);
    if (old !== undefined) this.set(key, old);
    return old;
  }

  set(key: string, value: Value): void {
    const before = this.#young.get(key);
    if (before) this.#youngBytes -= before.bytes;
    else if (this.#young.size >= this.capacity / 2 || this.#youngBytes + value.bytes > this.mostBytes / 2) {
      this.#old = this.#young;
      this.#young = new Map();
      this.#youngBytes = 0;
    }
    this.#youngBytes += value.bytes;
    this.#young.set(key, value);
  }

  delete(key: string): void {
    this.#youngBytes -= this.#young.get(key)?.bytes ?? 0;
    this.#young.delete(key);
    this.#old.delete(key);
  }
}
