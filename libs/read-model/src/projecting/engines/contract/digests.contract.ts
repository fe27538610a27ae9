import { PROJECTED_TABLES } from '../../../assembled/tables.js';
import { Stock } from '../../../books/books.entities.js';
import { LineFactRow } from '../../../lines/lines.entities.js';
import type { Written } from '../../projection/columns.js';
import { rowsOf, type TableRows, valueIn } from '../../projection/tables.js';
import { CHAIN_START } from '../../storage/chain.js';
import { checkpointDigestRow, digestOf, tableDigest } from '../../storage/digest.js';
import type { Progress } from '../../storage/rows.js';
import type { WithPlace } from './test-place.js';

const FAR = 9_007_199_254_740_993n;
const reached: Progress = {
  identity: { ledgerId: 'l', timeZone: 'UTC' },
  codeVersion: 1,
  position: FAR,
  through: FAR,
  recordedAt: 5,
  chain: { ...CHAIN_START, link: 'c'.repeat(64) },
};

/** Rows with every kind of value, and keys whose order depends on the collation; in the order of their bytes. */
const FACTS = ['A', 'B', 'Z', 'a', 'a-b', 'ab', 'ä', 'ö', '北', '😀'].map((eventId, index): Written<LineFactRow> => ({
  eventId,
  plant: 'p',
  line: 'l',
  position: FAR + BigInt(index),
  type: 'LineHalted',
  occurredAt: -5,
  unitsPerHour: index === 0 ? 0.1 : index === 1 ? 12 : null,
  halt: 'h "quoted" \\ ä',
  unnamed: index % 2 === 0,
  reason: null,
  planned: index % 3 === 0 ? null : index % 2 === 0,
  expectedMinutes: 1e-7,
  voided: false,
}));

const stock = (account: Stock['account'], units: number) => ({ plant: 'p', model: 'm', account, units });
const STOCKS = [stock('hold', -3), stock('stock', 2_000_000_000)];

export function describeDigests(withPlace: WithPlace): void {
  describe('the digest of a generation', () => {
    test(
      'is that of its rows in the order of their keys’ bytes, whatever order they were written in',
      withPlace(async (place) => {
        const storage = await place.open();
        const generation = await storage.open((await storage.create(1)).name);
        const written = [rowsOf(LineFactRow, FACTS.toReversed()), rowsOf(Stock, STOCKS.toReversed())];
        const inOrder = [rowsOf(LineFactRow, FACTS), rowsOf(Stock, STOCKS)];
        await generation.rows.claim(5);
        await generation.rows.write(written, { position: -1n, epoch: 5 }, reached);
        const { position, digests } = await generation.digest();
        expect(position).toBe(FAR);
        const expected = PROJECTED_TABLES.map(({ name, columns }): [string, string] => {
          const digest = tableDigest();
          const { rows = [] } = inOrder.find(({ table }) => table.name === name) ?? {};
          for (const row of rows) digest.add(columns.map((column) => valueIn(row, column)));
          return [name, digest.hex()];
        });
        const checkpoint = tableDigest();
        checkpoint.add(checkpointDigestRow(reached));
        expect(digests).toEqual(digestOf([...expected, ['checkpoint', checkpoint.hex()]]));
        await generation.close();
        await storage.close();
      }),
    );

    test(
      'tells apart one value of one row, and does not depend on who wrote',
      withPlace(async (place) => {
        const storage = await place.open();
        const digestOfRows = async (rows: readonly TableRows[], epoch: number) => {
          const generation = await storage.open((await storage.create(1)).name);
          await generation.rows.claim(epoch);
          await generation.rows.write(rows, { position: -1n, epoch }, reached);
          const { digests } = await generation.digest();
          await generation.close();
          return digests;
        };
        const rows = [rowsOf(Stock, STOCKS)];
        const altered = [rowsOf(Stock, [...STOCKS.slice(1), stock('hold', -4)])];
        const digests = await digestOfRows(rows, 1);
        expect(await digestOfRows(rows, 9)).toEqual(digests);
        const other = await digestOfRows(altered, 1);
        expect(Object.keys(other).filter((table) => other[table] !== digests[table])).toEqual(['stock', 'all']);
        await storage.close();
      }),
    );
  });
}
