import { join } from 'node:path';
import { Plant } from '../../places/places.entities.js';
import { inFolder } from '../../testing/project.js';
import { openReadModel } from '../open.js';
import { ReadModelRequestError } from './errors.js';
import { rowsOf } from '../projection/tables.js';
import { CHAIN_START } from './chain.js';
import type { Progress } from './rows.js';

const plants = rowsOf(Plant, [
  { plant: 'bj-1', name: 'B', timeZone: 'Asia/Shanghai', vinCheckDigit: 'ignore', position: 5n },
]);
const at = (position: bigint): Progress => ({
  identity: { ledgerId: undefined, timeZone: 'UTC' },
  codeVersion: 1,
  position,
  through: position,
  recordedAt: 0,
  chain: CHAIN_START,
});

test.each(['mysql://localhost/ledger', 'sqlite:', 'sqlite::memory:', './data', 'sqlite://host/data'])(
  '%s is refused with a sentence that says what to write',
  async (url) => {
    await expect(openReadModel(url)).rejects.toThrow(ReadModelRequestError);
    await expect(openReadModel(url)).rejects.toThrow('sqlite:./data/read-model');
  },
);

test('everything read in one go is as of one position, however much is written meanwhile', () =>
  inFolder(async (path) => {
    const readModel = await openReadModel(`sqlite:${join(path, 'deep', 'read-model')}`);
    await readModel.read(async ({ manager, position }) => {
      expect(position).toBe(-1n);
      await readModel.pointer.live().rows.write([plants], { position: -1n, epoch: 0 }, at(5n));
      expect(await manager.count(Plant)).toBe(0);
    });
    await readModel.read(async ({ manager, position }) => {
      expect(position).toBe(5n);
      expect(await manager.count(Plant)).toBe(1);
    });
    await readModel.close();
  }));

test('reads wait for each other, and one that fails does not keep the next from its turn', () =>
  inFolder(async (path) => {
    const readModel = await openReadModel(`sqlite:${path}`);
    const failing = readModel.read(() => Promise.reject(new Error('no')));
    const counts = Promise.all([1, 2, 3].map(() => readModel.read(({ manager }) => manager.count(Plant))));
    await expect(failing).rejects.toThrow('no');
    expect(await counts).toEqual([0, 0, 0]);
    await readModel.close();
  }));

test('a read cannot write', () =>
  inFolder(async (path) => {
    const readModel = await openReadModel(`sqlite:${path}`);
    await expect(readModel.read(({ manager }) => manager.query('DELETE FROM plant'))).rejects.toThrow('readonly');
    await readModel.close();
  }));

test('rows and checkpoint are written together or not at all', () =>
  inFolder(async (path) => {
    const readModel = await openReadModel(`sqlite:${path}`);
    const { rows } = readModel.pointer.live();
    await expect(rows.write([plants], { position: 3n, epoch: 0 }, at(5n))).rejects.toThrow('Another projector');
    expect(await readModel.read(({ manager }) => manager.count(Plant))).toBe(0);
    expect(await rows.progress()).toMatchObject({ position: -1n });
    await readModel.close();
  }));
