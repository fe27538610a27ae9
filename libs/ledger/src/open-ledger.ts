import { randomUUID } from 'node:crypto';
import { fromStored, isSameZone, LEDGER_STREAM, ledgerEvent, toStored, type LedgerOpened } from '@plant-ledger/domain';
import { NO_STREAM, type EventStore } from '@plant-ledger/event-store';

/** The ledger was opened with another reporting zone: months already reported would change. */
export class ReportingZoneError extends Error {
  override readonly name = 'ReportingZoneError';
}

/**
 * Makes sure the log begins with LedgerOpened, and returns its data.
 * @param recordedAt milliseconds since 1970 UTC.
 * @throws ReportingZoneError when the log's reporting zone is not `timeZone`.
 */
export async function openLedger(store: EventStore, timeZone: string, recordedAt: number): Promise<LedgerOpened> {
  const opened = (await readOpening(store)) ?? (await writeOpening(store, timeZone, recordedAt));
  if (!isSameZone(opened.timeZone, timeZone))
    throw new ReportingZoneError(
      `This log was opened with the reporting zone ${opened.timeZone}; LEDGER_TIME_ZONE says ${timeZone}. ` +
        `The zone never changes: set LEDGER_TIME_ZONE=${opened.timeZone}, or use another log.`,
    );
  return opened;
}

async function readOpening(store: EventStore): Promise<LedgerOpened | undefined> {
  const [first] = await store.readStream(LEDGER_STREAM, { limit: 1 });
  if (!first) return undefined;
  const event = fromStored(first);
  if (event.type !== 'LedgerOpened')
    throw new Error(
      `Stream ${LEDGER_STREAM} begins with ${event.type} and not with LedgerOpened: the ledger did not write it.`,
    );
  return event.data;
}

async function writeOpening(store: EventStore, timeZone: string, recordedAt: number): Promise<LedgerOpened> {
  const opened: LedgerOpened = { ledgerId: randomUUID(), timeZone };
  const event = toStored(
    ledgerEvent({ type: 'LedgerOpened', data: opened }, recordedAt, [opened.ledgerId]),
    recordedAt,
  );
  const result = await store.append({ stream: LEDGER_STREAM, expectedRevision: NO_STREAM, events: [event] });
  // Another instance may have opened it meanwhile: the log decides.
  return result.outcome === 'appended' ? opened : ((await readOpening(store)) ?? opened);
}
