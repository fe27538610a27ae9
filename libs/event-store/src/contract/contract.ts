import { describeAppending } from './appending.contract.js';
import { describeBytes } from './bytes.contract.js';
import { describeClosing } from './closing.contract.js';
import { describeFollowing } from './following.contract.js';
import { describeModel } from './model.contract.js';
import { describeReading } from './reading.contract.js';
import type { TestLog, WithStore } from './test-log.js';

/** What every engine must do, exactly. `newLog` makes an empty log. */
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
