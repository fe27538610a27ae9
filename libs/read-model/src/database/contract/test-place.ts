import type { ReadModelStorage } from '../storage.js';

/** Where a read model is kept for one test, and that nothing has been written to. */
export interface TestPlace {
  /** Opens it; several times at once, as several processes do. */
  open(): Promise<ReadModelStorage>;
  /** Closes what is still open and removes what can be removed. */
  remove(): Promise<void>;
}

/** Gives each test a place of its own, and removes it afterwards. */
export type WithPlace = (test: (place: TestPlace) => Promise<void>) => () => Promise<void>;
