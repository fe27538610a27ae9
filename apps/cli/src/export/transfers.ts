import type { Position } from '@plant-ledger/event-store';
import { openLiveGeneration, readTransfers, type ReadModelStorage } from '@plant-ledger/read-model';
import type { ExportRecord } from './format.js';

/** Every transfer of the books up to a position, in the order in which they were booked. @throws NoReadModelError. */
export async function* transferRecords(storage: ReadModelStorage, until: Position): AsyncGenerator<ExportRecord[]> {
  const generation = await openLiveGeneration(storage);
  try {
    for await (const page of readTransfers(generation, until))
      yield page.map(({ occurredAt, recordedAt, ...transfer }) => ({
        ...transfer,
        occurredAt: new Date(occurredAt).toISOString(),
        recordedAt: new Date(recordedAt).toISOString(),
      }));
  } finally {
    await generation.close();
  }
}
