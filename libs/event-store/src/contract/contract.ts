import type { EventStore, Position } from '../port.js';
import { describeAppending } from './appending.contract.js';
import { describeBytes } from './bytes.contract.js';
import { describeClosing } from './closing.contract.js';
import { describeFollowing } from './following.contract.js';
import { describeModel } from './model.contract.js';
import { describeReading } from './reading.contract.js';

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

/** What every engine must do, to the letter. `newLog` makes a log that nothing has been written to. */
export function describeEventStoreContract(name: string, newLog: () => Promise<TestLog>): void {
  const withStore: WithStore = (test) => async () => {
    const log = await newLog();
    try {
      const store = await log.open();
      await test({ store, origin: await store.head(), log });
      await store.close();
    } finally {
      await log.remove();
    }
  };

  describe(`the event store contract: ${name}`, () => {
    describeAppending(withStore);
    describeReading(withStore);
    describeFollowing(withStore);
    describeBytes(withStore);
    describeClosing(withStore);
    describeModel(withStore);
  });
}
