import { join } from 'node:path';
import { inFolder } from '../../testing/project.js';
import { openReadModel } from '../open.js';
import { TABLES } from '../projection/tables.js';
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
    const stock = accounts.map(([account, units]) => ['p', 'm', account, units]);
    await rows.write(
      [
        { table: TABLES.monthlyTotal, rows: [['2024-03', 'p', 'm', 3, 0, 0, 0]] },
        { table: TABLES.stock, rows: stock },
      ],
      { position: progress.position, epoch: 0 },
      progress,
    );
    expect(await readModel.read(booksBalance)).toEqual(expected);
    await readModel.close();
  }),
);
