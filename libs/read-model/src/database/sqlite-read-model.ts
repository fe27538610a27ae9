import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { DataSource } from 'typeorm';
import { Checkpoint } from '../entities/index.js';
import { readerDataSource, writerDataSource } from './data-source.js';
import { NodeSqliteDriver } from './node-sqlite-driver.js';
import type { ReadModel } from './read-model.js';
import { progressOf, sqliteRows } from './sqlite-rows.js';

/** The one generation there is until rebuilds make others beside it. */
const GENERATION = '1';

/** Opens the read model in a folder, with a connection that writes and one that only reads. */
export async function openSqliteReadModel(folder: string): Promise<ReadModel> {
  const path = resolve(folder);
  mkdirSync(path, { recursive: true });
  const file = join(path, `generation-${GENERATION}.db`);
  const writer = await writerDataSource(file);
  const rows = await sqliteRows(writer, connectionOf(writer).database);
  const reader = await readerDataSource(file);
  const inTurn = oneAfterTheOther();
  return {
    description: `sqlite:${folder}`,
    generation: GENERATION,
    rows,
    read: (read) =>
      inTurn(async () => {
        const runner = reader.createQueryRunner();
        await runner.startTransaction();
        try {
          const { manager } = runner;
          const progress = progressOf(await manager.findOneByOrFail(Checkpoint, { id: 1 }));
          const { position, through, recordedAt, identity } = progress;
          return await read({ manager, position, through, recordedAt, timeZone: identity.timeZone });
        } finally {
          await runner.rollbackTransaction();
        }
      }),
    async close() {
      await inTurn(() => reader.destroy());
      await writer.destroy();
    },
  };
}

function connectionOf(dataSource: DataSource): NodeSqliteDriver {
  const { databaseConnection } = dataSource.driver as unknown as { readonly databaseConnection: unknown };
  if (!(databaseConnection instanceof NodeSqliteDriver)) throw new TypeError('not a connection of node:sqlite');
  return databaseConnection;
}

/** One connection has one transaction at a time: each waits for those before it, whether they succeed or fail. */
function oneAfterTheOther(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
  };
}
