import type { EventStore, Position } from '../port.js';

export interface TestLog {
  open(): Promise<EventStore>;
  remove(): Promise<void>;
}

/** A store on a fresh log, and where that log begins (a shared server has a past). */
export interface Opened {
  readonly store: EventStore;
  readonly origin: Position;
  readonly log: TestLog;
}

/** Gives each test a store on a fresh log, and removes it afterwards. */
export type WithStore = (test: (opened: Opened) => Promise<void>) => () => Promise<void>;
