import { Stock } from '../books/books.entities.js';
import { HaltRow } from '../lines/lines.entities.js';
import type { Written } from '../projecting/projection/columns.js';
import { rowsOf } from '../projecting/projection/tables.js';
import { history } from '../testing/history.js';
import { projected } from '../testing/project.js';
import { PROJECTED_TABLES, TABLES } from './tables.js';

test('every table but the checkpoint is written by projections', () => {
  const others = TABLES.filter((table) => !PROJECTED_TABLES.includes(table));
  expect(others.map(({ name }) => name)).toEqual(['checkpoint']);
});

test('tables and indexes are those that TypeORM reads its entities from', () =>
  projected(history(), async ({ manager }) => {
    const { upQueries } = await manager.dataSource.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
  }));

test('a row that is not what its entity says does not compile', () => {
  const stock: Written<Stock> = { plant: 'p', model: 'm', account: 'stock', units: 1 };
  // @ts-expect-error a column is missing
  rowsOf(Stock, [{ plant: 'p', model: 'm', account: 'stock' }]);
  // @ts-expect-error a column has another name
  rowsOf(Stock, [{ ...stock, place: 'p' }]);
  // @ts-expect-error two columns are swapped
  rowsOf(Stock, [{ ...stock, account: stock.units, units: stock.account }]);
  // @ts-expect-error the row is of another table
  rowsOf(HaltRow, [stock]);
  // @ts-expect-error a position is written as the integer that it is
  const from: Written<HaltRow>['fromPosition'] = '7';
  expect(rowsOf(Stock, [stock]).rows).toEqual([stock]);
  expect(from).toBe('7');
});
