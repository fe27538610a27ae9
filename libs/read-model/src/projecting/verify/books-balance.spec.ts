import { join } from 'node:path';
import { inFolder } from '../../testing/project.js';
import { openReadModel } from '../open.js';
import { MonthlyTotal, Stock } from '../../books/books.entities.js';
import { rowsOf } from '../projection/tables.js';
import { booksBalance } from './books-balance.js';

test.each([
  [
    'balance when every unit produced stands somewhere',
    [
      ['stock', 2],
      ['delivered', 1],
    ],
    [],
  ],
  ['do not when a unit is missing', [['stock', 2]], [{ plant: 'p', model: 'm', produced: 3, accounts: { stock: 2 } }]],
  [
    'do not when an account is negative, though the sum is right',
    [
      ['stock', 4],
      ['hold', -1],
    ],
    [{ plant: 'p', model: 'm', produced: 3, accounts: { stock: 4, hold: -1 } }],
  ],
] as const)('the books %s', (_what, accounts, expected) =>
  inFolder(async (path) => {
    const readModel = await openReadModel(`sqlite:${join(path, 'read-model')}`);
    const { rows } = readModel.pointer.live();
    const progress = await rows.progress();
    const of = { plant: 'p', model: 'm' };
    const produced = { ...of, month: '2024-03', produced: 3, delivered: 0, returned: 0, scrapped: 0 };
    const stock = accounts.map(([account, units]) => ({ ...of, account, units }));
    await rows.write(
      [rowsOf(MonthlyTotal, [produced]), rowsOf(Stock, stock)],
      { position: progress.position, epoch: 0 },
      progress,
    );
    expect(await readModel.read(booksBalance)).toEqual(expected);
    await readModel.close();
  }),
);
