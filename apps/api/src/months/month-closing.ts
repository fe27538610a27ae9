import { formatPosition, type EventStore } from '@plant-ledger/event-store';
import { MonthFiguresBehindError, type MonthClosing } from '@plant-ledger/ledger';
import { publishedFigures, zonesInUse, type ReadModel, type Snapshot } from '@plant-ledger/read-model';
import type { FollowingProjector, LedgerClock } from '../tokens.js';

/** How long a closing waits for the read model, milliseconds: after a large import there may be much to catch up on. */
const LONGEST_WAIT = 30_000;

export function monthClosing(
  { store, readModel, projector, clock }: MonthClosingParts,
  longestWait = LONGEST_WAIT,
): MonthClosing {
  /** Reads what is known at the log's head at the time of the call. */
  const readAtHead = async <Known>(read: (snapshot: Snapshot) => Promise<Known>): Promise<Known> => {
    const head = await store.head();
    const reached = await projector.waitFor(head, longestWait);
    // The snapshot itself says how far it is: readers may have switched to another generation meanwhile.
    const found = await readModel.read(async (snapshot) =>
      reached && snapshot.through >= head ? { known: await read(snapshot) } : undefined,
    );
    if (found) return found.known;
    throw new MonthFiguresBehindError(
      `Closing a month publishes what is known up to position ${formatPosition(head)}, and the read model is not there yet ` +
        '(GET /v1/status says why). Nothing was appended for it: send the same again in a moment.',
    );
  };
  return {
    now: () => clock.now(),
    zonesInUse: () => readAtHead(zonesInUse),
    figures: (month) => readAtHead((snapshot) => publishedFigures(snapshot, month)),
  };
}

interface MonthClosingParts {
  readonly store: Pick<EventStore, 'head'>;
  readonly readModel: Pick<ReadModel, 'read'>;
  readonly projector: Pick<FollowingProjector, 'waitFor'>;
  readonly clock: LedgerClock;
}
