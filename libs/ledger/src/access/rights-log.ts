import {
  evolveRights,
  fromStored,
  LEDGER_STREAM,
  ledgerEvent,
  NO_RIGHTS,
  toStored,
  type AccessChange,
  type AccessEvent,
  type Rights,
} from '@plant-ledger/domain';
import { NO_STREAM, type EventStore, type StreamAppend } from '@plant-ledger/event-store';

/** The rights as of a revision of stream `ledger`. */
export interface KnownRights {
  readonly rights: Rights;
  readonly revision: number;
}

export const NOTHING_KNOWN: KnownRights = { rights: NO_RIGHTS, revision: NO_STREAM };

const PAGE = 1_000;

/**
 * The rights after all that was recorded since `known`; the same object where nothing was.
 * @throws StoreUnavailableError.
 */
export async function readRights(
  store: EventStore,
  known: KnownRights = NOTHING_KNOWN,
  isWanted: (event: AccessEvent & { readonly position: bigint }) => boolean = () => true,
): Promise<KnownRights> {
  let { rights, revision } = known;
  for (;;) {
    const page = await store.readStream(LEDGER_STREAM, { fromRevision: revision + 1, limit: PAGE });
    if (page.length === 0) return revision === known.revision ? known : { rights, revision };
    for (const stored of page) {
      const event = fromStored(stored) as AccessEvent & { readonly position: bigint };
      revision = stored.revision;
      if (isWanted(event)) rights = evolveRights(rights, event);
    }
  }
}

/**
 * What to append for changes of rights, right after the revision they were decided on. `now`: milliseconds since 1970
 * UTC.
 */
export function rightsToAppend(
  changes: readonly AccessChange[],
  revision: number,
  by: string,
  now: number,
): StreamAppend {
  const events = changes.map((change, index) =>
    toStored(ledgerEvent(change, now, [LEDGER_STREAM, revision + 1 + index], { by }), now),
  );
  return { stream: LEDGER_STREAM, expectedRevision: revision, events };
}
