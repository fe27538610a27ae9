import { recordedBy, type ReplayEnd } from '@plant-ledger/read-model';
import type { EventStore, Position } from '@plant-ledger/event-store';
import { withLog, withStores } from '../stores/with-stores.js';
import { writeOut } from '../terminal/write-out.js';
import { writtenAs, type Format } from './format.js';
import { eventRecords } from './events.js';
import { transferRecords } from './transfers.js';

export interface ExportSettings {
  readonly what: 'events' | 'transfers';
  readonly format: Format;
  readonly asOf?: ReplayEnd;
}

export async function runExport({ what, format, asOf }: ExportSettings): Promise<void> {
  if (what === 'events')
    return withLog(async (store) => writeOut(writtenAs(format, eventRecords(store, await endOf(store, asOf)))));
  return withStores(async ({ store, storage }) =>
    writeOut(writtenAs(format, transferRecords(storage, await endOf(store, asOf)))),
  );
}

async function endOf(store: EventStore, asOf: ReplayEnd | undefined): Promise<Position> {
  if (asOf === undefined) return store.head();
  return asOf.kind === 'position' ? asOf.position : recordedBy(store, asOf.instant);
}
