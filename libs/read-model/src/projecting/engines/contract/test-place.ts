import type { ReadModelStorage } from '../../storage/storage.js';

/** Where a read model is kept for one test, and that nothing has been written to. */
export interface TestPlace {
  /** Opens it; several times at once, as several processes do. */
  open(): Promise<ReadModelStorage>;
  /** Runs statements as another version would have: in the tables of a generation, and in those beside the generations. */
  alter(
    generation: string,
    statements: { readonly inside: readonly string[]; readonly beside: readonly string[] },
  ): Promise<void>;
  /** Closes what is still open and removes what can be removed. */
  remove(): Promise<void>;
}

/** Gives each test a place of its own, and removes it afterwards. */
export type WithPlace = (test: (place: TestPlace) => Promise<void>) => () => Promise<void>;
