import { Plant, PlantCapacity } from '../../../places/places.entities.js';
import { Stock } from '../../../books/books.entities.js';
import { Checkpoint } from '../../projection/checkpoint.entity.js';
import type { Written } from '../../projection/columns.js';
import { QuarantineEntry } from '../../../quarantine/quarantine-entry.entity.js';
import { UnitRow } from '../../../units/unit.entity.js';
import { rowsOf, type TableRows } from '../../projection/tables.js';
import { CHAIN_START } from '../../storage/chain.js';
import { CheckpointMovedError, type Progress } from '../../storage/rows.js';
import type { Generation } from '../../storage/storage.js';
import type { WithPlace } from './test-place.js';

const FAR = 9_007_199_254_740_993n;
const plant = (name: string): TableRows =>
  rowsOf(Plant, [{ plant: 'bj-1', name, timeZone: 'Asia/Shanghai', vinCheckDigit: 'ignore', position: 5n }]);
const stock = (units: number): TableRows => rowsOf(Stock, [{ plant: 'bj-1', model: 'su7', account: 'stock', units }]);
const made = { plant: 'p', line: 'l', model: 'm', variant: null, producedAt: 1, deliveredAt: null, position: 3n };
const unit = (vin: string, folded: string): Written<UnitRow> => ({ ...made, vin, account: 'stock', folded });
const seen = { firstSeenPosition: FAR, firstSeenAt: 5, changedPosition: FAR, changedAt: 5 };
const kept = { type: 't', source: 's', id: 'i', time: '2024-03-01T00:00:00Z', data: {} };
const refused = { code: 'c', detail: 'd', errors: null, outcome: null, source: 's', type: 't', event: kept };
const entry: Written<QuarantineEntry> = { eventId: 'e-1', state: 'rejected', ...refused, ...seen };
const at = (position: bigint): Progress => ({
  identity: { ledgerId: 'l', timeZone: 'Pacific/Auckland' },
  codeVersion: 7,
  position,
  through: position + 1n,
  recordedAt: 1_732_000_000_123,
  chain: { link: 'a'.repeat(64), former: 'b'.repeat(64), last: { stream: 'unit-ß', revision: 3 } },
});

export function describeRows(withPlace: WithPlace): void {
  /** Gives the test a generation that is open twice, as in two processes. */
  const withGeneration = (test: (one: Generation, other: Generation) => Promise<void>) =>
    withPlace(async (place) => {
      const storage = await place.open();
      const { name } = await storage.create(1);
      const [one, other] = [await storage.open(name), await storage.open(name)];
      await test(one, other);
      await one.close();
      await other.close();
      await storage.close();
    });

  describe('the rows of a generation', () => {
    test(
      'begin with an empty checkpoint, and the checkpoint comes back as it was written',
      withGeneration(async ({ rows, read }) => {
        expect(await rows.progress()).toEqual({
          epoch: 0,
          identity: { ledgerId: undefined, timeZone: 'UTC' },
          codeVersion: 1,
          position: -1n,
          through: -1n,
          recordedAt: undefined,
          chain: CHAIN_START,
        });
        await rows.write([], { position: -1n, epoch: 0 }, at(FAR));
        expect(await rows.progress()).toEqual({ ...at(FAR), epoch: 0 });
        await read(async ({ manager, ...place }) => {
          const { recordedAt, chain } = at(FAR);
          const timeZone = 'Pacific/Auckland';
          expect(place).toEqual({ position: FAR, through: FAR + 1n, recordedAt, chain: chain.link, timeZone });
          expect(await manager.find(Checkpoint)).toMatchObject([{ position: FAR.toString(), epoch: 0 }]);
        });
      }),
    );

    test(
      'are written with the checkpoint or not at all',
      withGeneration(async ({ rows, read }) => {
        const reported = { position: 1n, eventId: 'e', occurredAt: 1, recordedAt: 1 };
        const capacity = { ...reported, plant: 'bj-1', unitsPerMonth: 9, effectiveFrom: '2024-01', note: null };
        const twice = rowsOf(PlantCapacity, [capacity, capacity]);
        await expect(rows.write([plant('B'), twice], { position: -1n, epoch: 0 }, at(5n))).rejects.toThrow();
        expect(await rows.progress()).toMatchObject({ position: -1n });
        expect(await read(({ manager }) => manager.count(Plant))).toBe(0);
        await rows.write([plant('B')], { position: -1n, epoch: 0 }, at(5n));
        expect(await read(({ manager }) => manager.count(Plant))).toBe(1);
      }),
    );

    test(
      'are added once, replaced, or added up, as their table says',
      withGeneration(async ({ rows, read }) => {
        await rows.write([plant('B'), stock(4)], { position: -1n, epoch: 0 }, at(5n));
        await rows.write([plant('Běijīng 北京 "'), stock(-1)], { position: 5n, epoch: 0 }, at(6n));
        await read(async ({ manager }) => {
          expect(await manager.find(Plant)).toMatchObject([{ name: 'Běijīng 北京 "', position: '5' }]);
          expect(await manager.find(Stock)).toMatchObject([{ units: 3 }]);
        });
      }),
    );

    test(
      'are seen by a read that begins while they are being written',
      withGeneration(async ({ rows }) => {
        const written = [rowsOf(UnitRow, [unit('v1', 'state')]), rowsOf(QuarantineEntry, [entry])];
        const writing = rows.write(written, { position: -1n, epoch: 0 }, at(5n));
        const [units, entries, loaded, progress] = await Promise.all([
          rows.units(['v1']),
          rows.quarantined(['e-1']),
          rows.load(),
          rows.progress(),
        ]);
        await writing;
        expect(units).toEqual([['v1', 'state']]);
        expect([entries.length, loaded.unresolved, progress.position]).toEqual([1, 1, 5n]);
      }),
    );

    test(
      'are not written where the checkpoint has moved',
      withGeneration(async (one, other) => {
        await one.rows.write([plant('B')], { position: -1n, epoch: 0 }, at(5n));
        await expect(other.rows.write([plant('C')], { position: -1n, epoch: 0 }, at(6n))).rejects.toThrow(
          CheckpointMovedError,
        );
        expect(await other.read(({ manager }) => manager.find(Plant))).toMatchObject([{ name: 'B' }]);
        expect(await other.rows.progress()).toMatchObject({ position: 5n });
      }),
    );

    test(
      'are not written by who has been taken over from: a claim is for good',
      withGeneration(async (one, other) => {
        await one.rows.claim(3);
        await one.rows.write([plant('B')], { position: -1n, epoch: 3 }, at(5n));
        await other.rows.claim(4);
        await expect(one.rows.write([plant('C')], { position: 5n, epoch: 3 }, at(6n))).rejects.toThrow(
          CheckpointMovedError,
        );
        for (const epoch of [1, 3, 4]) await expect(one.rows.claim(epoch)).rejects.toThrow(CheckpointMovedError);
        expect(await one.read(({ manager }) => manager.find(Plant))).toMatchObject([{ name: 'B' }]);
        await other.rows.write([plant('D')], { position: 5n, epoch: 4 }, at(6n));
        expect(await one.read(({ manager }) => manager.find(Plant))).toMatchObject([{ name: 'D' }]);
      }),
    );

    test(
      'are read as of one position, however much is written meanwhile',
      withGeneration(async (one, other) => {
        await one.read(async ({ manager, position }) => {
          expect(position).toBe(-1n);
          await other.rows.write([plant('B')], { position: -1n, epoch: 0 }, at(5n));
          expect(await manager.count(Plant)).toBe(0);
        });
        expect(await one.read(({ position }) => Promise.resolve(position))).toBe(5n);
      }),
    );

    test(
      'are only read by who reads: a write is refused, and one who fails does not keep the next from its turn',
      withGeneration(async ({ read }) => {
        await expect(read(({ manager }) => manager.query('DELETE FROM plant'))).rejects.toThrow(/read-?only/i);
        const failing = read(() => Promise.reject(new Error('no')));
        const counts = Promise.all([1, 2, 3].map(() => read(({ manager }) => manager.count(Plant))));
        await expect(failing).rejects.toThrow('no');
        expect(await counts).toEqual([0, 0, 0]);
      }),
    );

    test(
      'of units and of the quarantine are found by name, and only those that are there',
      withGeneration(async ({ rows }) => {
        const units = ['v1', 'v2', 'v3'].map((vin) => unit(vin, `{"of":"${vin}"}`));
        const written = [rowsOf(UnitRow, units), rowsOf(QuarantineEntry, [entry])];
        await rows.write(written, { position: -1n, epoch: 0 }, at(5n));
        const found = await rows.units(['v3', 'v9', 'v1']);
        expect(found.toSorted()).toEqual([
          ['v1', '{"of":"v1"}'],
          ['v3', '{"of":"v3"}'],
        ]);
        expect(await rows.units([])).toEqual([]);
        expect(await rows.quarantined(['e-0', 'e-1'])).toMatchObject([
          { eventId: 'e-1', firstSeenPosition: FAR, firstSeenAt: 5, errors: null },
        ]);
        expect(await rows.load()).toMatchObject({ identity: { ledgerId: 'l' }, unresolved: 1 });
      }),
    );
  });
}
