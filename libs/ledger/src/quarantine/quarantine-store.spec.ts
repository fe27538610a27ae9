import { quarantineStream, type EventQuarantined } from '@plant-ledger/domain';
import { temporaryStore, typesIn, type TemporaryStore } from '../testing/temporary-store.js';
import { QuarantineStore } from './quarantine-store.js';

let log: TemporaryStore;
beforeEach(async () => {
  log = await temporaryStore();
});
afterEach(() => log.remove());

const refusal = (number: number): EventQuarantined => ({
  eventId: 'e-1',
  code: 'invalid-vin',
  detail: 'The VIN is wrong.',
  contentHash: `hash ${number}`,
  event: { type: 'UnitHeld', source: '/mes', id: '1', time: '2024-03-01T08:00:00Z', data: { vin: `${number}` } },
});

it('keeps many contents under one id, and reads them once for all', async () => {
  let read = 0;
  const counting = {
    ...log.store,
    async readStream(stream: string) {
      const events = await log.store.readStream(stream);
      read += events.length;
      return events;
    },
  };
  const quarantine = new QuarantineStore(counting, Date.now);
  const entriesOf = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, index) => ({
      eventId: 'e-1',
      verdict: { kind: 'kept', entry: refusal(from + index) } as const,
      occasion: 'first time' as const,
    }));
  expect(await quarantine.write(entriesOf(0, 100))).toHaveLength(100);
  expect(await quarantine.write(entriesOf(50, 200))).toHaveLength(100);
  expect(await typesIn(log.store, quarantineStream('e-1'))).toHaveLength(200);
  expect(read).toBe(100);
});
