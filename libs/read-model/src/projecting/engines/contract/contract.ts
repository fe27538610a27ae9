import { describeDigests } from './digests.contract.js';
import { describeGenerations } from './generations.contract.js';
import { describeIndexes } from './indexes.contract.js';
import { describeLeases } from './leases.contract.js';
import { describeOtherShapes } from './other-shapes.contract.js';
import { describeRebuilding } from './rebuilding.contract.js';
import { describeResuming } from './resuming.contract.js';
import { describeRows } from './rows.contract.js';
import { describeSourceCounts } from './source-counts.contract.js';
import { describeSwappedLogs } from './swapped-logs.contract.js';
import { describeSwitching } from './switching.contract.js';
import type { TestPlace, WithPlace } from './test-place.js';

/** What every database of a read model must do, exactly. `newPlace` makes an empty one. */
export function describeStorageContract(name: string, newPlace: () => Promise<TestPlace>): void {
  const withPlace: WithPlace = (test) => async () => {
    const place = await newPlace();
    try {
      await test(place);
    } finally {
      await place.remove();
    }
  };

  describe(`the read model storage contract: ${name}`, () => {
    describeGenerations(withPlace);
    describeLeases(withPlace);
    describeRows(withPlace);
    describeDigests(withPlace);
    describeResuming(withPlace);
    describeIndexes(withPlace);
    describeRebuilding(withPlace);
    describeOtherShapes(withPlace);
    describeSwappedLogs(withPlace);
    describeSwitching(withPlace);
    describeSourceCounts(withPlace);
  });
}
