import type { ReadModelStorage } from '../../storage/storage.js';

export interface TestPlace {
  /** Opens it; may be open several times at once, as in several processes. */
  open(): Promise<ReadModelStorage>;
  /** Runs statements as another version would have: in the tables of a generation, and in those beside the generations. */
  alter(
    generation: string,
    statements: { readonly inside: readonly string[]; readonly beside: readonly string[] },
  ): Promise<void>;
  remove(): Promise<void>;
}

/** Gives each test a database of its own, and removes it afterwards. */
export type WithPlace = (test: (place: TestPlace) => Promise<void>) => () => Promise<void>;
