import { openEventStore, type EventStore } from '@plant-ledger/event-store';
import { history, vin, type History } from '../../libs/read-model/src/testing/history.js';
import { append, projectUntil } from '../../libs/read-model/src/testing/project.js';
import { openReadModel, type DigestByTable } from '@plant-ledger/read-model';

/** A ledger with a plant, a line, a site and so many units produced, half of them delivered. */
export function longLog(units: number, ledgerId?: string): History {
  const reported = history('UTC', ledgerId);
  const plant = { plant: 'bj-1', name: 'B', timeZone: 'Asia/Shanghai', vinCheckDigit: 'ignore' };
  reported.report('PlantRegistered', '2024-01-01T00:00:00Z', plant);
  reported.report('SiteOpened', '2024-01-01T00:00:00Z', { site: 'sh', kind: 'delivery', city: 'Shanghai' });
  makeUnits(reported, 1, units);
  return reported;
}

/** Further units, from a number on. */
export function makeUnits(reported: History, from: number, count: number): void {
  for (let number = from; number < from + count; number += 1) {
    const at = new Date(Date.UTC(2024, 2, 1) + number * 60_000).toISOString();
    reported.decide('UnitProduced', at, { vin: vin(number), plant: 'bj-1', line: 'l1', model: `m${number % 3}` });
    if (number % 2 === 0) reported.decide('UnitDelivered', at, { vin: vin(number), site: 'sh' });
  }
}

/** Writes a log from its beginning, and leaves it open for what comes. */
export async function writeLog(url: string, { events: reported }: History): Promise<EventStore> {
  const store = await openEventStore(url);
  await append(store, reported);
  return store;
}

/** The digests that a read model in a folder of its own gets of a log when nothing goes wrong. */
export async function digestsInOneGo(store: EventStore, url: string): Promise<DigestByTable> {
  const readModel = await openReadModel(url);
  await projectUntil(store, readModel);
  const { digests } = await readModel.pointer.live().digest();
  await readModel.close();
  return digests;
}
