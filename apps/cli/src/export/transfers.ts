import type { Position } from '@plant-ledger/event-store';
import { readTransfers, type ReadModelStorage } from '@plant-ledger/read-model';
import { Failure } from '../failure.js';
import type { ExportRecord } from './format.js';

/** Every transfer of the books up to a position, in the order in which they were booked. @throws Failure without a read model. */
export async function* transferRecords(storage: ReadModelStorage, until: Position): AsyncGenerator<ExportRecord[]> {
  const live = (await storage.generations()).find(({ state }) => state === 'live');
  if (!live) throw new Failure(`There is no read model at ${storage.description} yet: "ledger rebuild" makes one.`);
  const generation = await storage.open(live.name);
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
