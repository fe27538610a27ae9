/** Choices from one seed, the same on every machine. */
export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** From 0 to 1, 1 not included: mulberry32. */
  readonly next = (): number => {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };

  below = (limit: number): number => Math.floor(this.next() * limit);
  chance = (share: number): boolean => this.next() < share;
  of = <T>(items: readonly T[]): T => items[this.below(items.length)] as T;

  /** As `of`, of what may be empty. */
  anyOf = <T>(items: readonly T[]): T | undefined => items[this.below(items.length)];

  /** One of several, each as often as its weight says. */
  weighted<T>(items: readonly (readonly [weight: number, item: T])[]): T {
    let left = this.next() * items.reduce((sum, [weight]) => sum + weight, 0);
    for (const [weight, item] of items) if ((left -= weight) < 0) return item;
    return this.of(items)[1];
  }
}
