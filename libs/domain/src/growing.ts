/** What lists share that grew from one another: the longest has all items, the shorter ones a prefix of them. */
interface Shared<Item> {
  readonly items: Item[];
  /** The index of the first item of each key, of those before `indexed`; other branches may have left theirs. */
  places: Map<string, number>;
  indexed: number;
}

/**
 * An immutable list that grows by one item without being copied: the longer list continues in the same array. Only when
 * a list is extended a second time, in another way, the new list gets an array of its own. So a state that holds one
 * can be cached, while a longer one made of it, and perhaps thrown away, costs nothing but its own events.
 */
export class Growing<Item extends { readonly eventId: string }> implements Iterable<Item> {
  readonly #shared: Shared<Item>;
  readonly #length: number;

  private constructor(shared: Shared<Item>, length: number) {
    this.#shared = shared;
    this.#length = length;
  }

  static of<Item extends { readonly eventId: string }>(items: Iterable<Item> = []): Growing<Item> {
    const own = [...items];
    return new Growing({ items: own, places: new Map(), indexed: 0 }, own.length);
  }

  get length(): number {
    return this.#length;
  }

  plus(item: Item): Growing<Item> {
    const { items, places, indexed } = this.#shared;
    if (items.length === this.#length) {
      items.push(item);
      return new Growing(this.#shared, items.length);
    }
    const own = [...items.slice(0, this.#length), item];
    return new Growing({ items: own, places, indexed: Math.min(indexed, this.#length) }, own.length);
  }

  /** The first item of this id, without a search. */
  withId(eventId: string): Item | undefined {
    this.#index();
    const item = this.at(this.#shared.places.get(eventId) ?? this.#length);
    return item?.eventId === eventId ? item : undefined;
  }

  at(index: number): Item | undefined {
    const place = index < 0 ? this.#length + index : index;
    return place >= 0 && place < this.#length ? this.#shared.items[place] : undefined;
  }

  find(holds: (item: Item) => boolean): Item | undefined {
    return this.#shared.items.find((item, place) => place < this.#length && holds(item));
  }

  findLast(holds: (item: Item) => boolean): Item | undefined {
    return this.#shared.items.findLast((item, place) => place < this.#length && holds(item));
  }

  some(holds: (item: Item) => boolean): boolean {
    return this.find(holds) !== undefined;
  }

  filter(holds: (item: Item) => boolean): Item[] {
    return this.toArray().filter(holds);
  }

  toArray(): Item[] {
    return this.#shared.items.slice(0, this.#length);
  }

  [Symbol.iterator](): IterableIterator<Item> {
    return this.toArray().values();
  }

  #index(): void {
    const shared = this.#shared;
    for (; shared.indexed < this.#length; shared.indexed += 1) {
      const { eventId = '' } = shared.items[shared.indexed] ?? {};
      const place = shared.places.get(eventId);
      if (place === undefined) shared.places.set(eventId, shared.indexed);
      else if (place < shared.indexed ? shared.items[place]?.eventId !== eventId : place > shared.indexed) {
        // Another branch has it elsewhere: from here on each has an index of its own.
        shared.places = new Map();
        shared.indexed = -1;
      }
    }
  }
}
