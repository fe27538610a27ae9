import type { RecordedEvent, TypeIn } from '@plant-ledger/domain';
import { UnprojectableError } from '../projecting/projection/projection.js';
import type { Places } from './dates.js';

export interface LedgerIdentity {
  readonly ledgerId: string | undefined;
  readonly timeZone: string;
}

/** Until LedgerOpened, which the ledger writes first, the reporting zone is the default one. */
export const DEFAULT_TIME_ZONE = 'UTC';

export function createLedgerProjection(places: Places, loaded: LedgerIdentity) {
  let identity = loaded;
  return {
    /** @throws UnprojectableError when the ledger was opened before. */
    apply({ type, data }: RecordedEvent<TypeIn<'ledger'>>): void {
      if (type !== 'LedgerOpened') return;
      if (identity.ledgerId !== undefined)
        throw new UnprojectableError(`The ledger was opened before, as ${identity.ledgerId}.`);
      const { ledgerId, timeZone } = data;
      places.setReportingZone(timeZone);
      identity = { ledgerId, timeZone };
    },
    identity: () => identity,
  };
}
