import type { EventStore, Position } from '../port.js';

/** A log made for one test. */
export interface TestLog {
  /** Opens the log; again and again, one at a time. */
  open(): Promise<EventStore>;
  /** Closes what is still open and removes what can be removed. */
  remove(): Promise<void>;
}

/** A store on a fresh log, and where that log began (a shared server has a past). */
export interface Opened {
  readonly store: EventStore;
  readonly origin: Position;
  readonly log: TestLog;
}

/** Gives each test a store on a fresh log, and removes it afterwards. */
export type WithStore = (test: (opened: Opened) => Promise<void>) => () => Promise<void>;
