import type pg from 'pg';
import type { DataSource } from 'typeorm';
import { loadRows } from '../../../assembled/load.js';
import { loadEntries } from '../../../quarantine/load-entries.js';
import { CHECKPOINT_COLUMNS, checkpointValues, readProgress } from '../../storage/checkpoint.js';
import { CheckpointMovedError, type ProjectionRows } from '../../storage/rows.js';
import { writeRows } from './bulk-writer.js';
import { withConnection } from './connections.js';

const MOVE = {
  name: 'move-checkpoint',
  text:
    `UPDATE checkpoint SET ${CHECKPOINT_COLUMNS.map((column, index) => `${column} = $${index + 1}`).join(', ')} ` +
    `WHERE id = 1 AND position = $${CHECKPOINT_COLUMNS.length + 1} AND epoch = $${CHECKPOINT_COLUMNS.length + 2}`,
};
const UNITS = { name: 'units', text: 'SELECT vin, folded FROM unit WHERE vin = ANY($1::text[])' };

/** The projector's side of a generation in a PostgreSQL schema: `writer` has connections of its own. */
export function postgresRows(reader: DataSource, writer: pg.Pool): ProjectionRows {
  const { manager } = reader;
  /** The write under way, which the next write and every read wait for; its failure is reported to its caller. */
  let writing: Promise<unknown> = Promise.resolve();
  const progress = async () => {
    await writing;
    return readProgress(manager);
  };
  const writeAll: ProjectionRows['write'] = (rows, guard, to) =>
    withConnection(writer, async (client) => {
      const begun = client.query('BEGIN');
      const moved = client.query({ ...MOVE, values: [...checkpointValues(to), guard.position, guard.epoch] });
      await allOf([begun, moved]);
      if ((await moved).rowCount !== 1) {
        await client.query('ROLLBACK');
        throw new CheckpointMovedError('Another projector has written to this read model in the meantime.');
      }
      // In a transaction that has failed, COMMIT rolls back.
      await allOf([...writeRows(client, rows), client.query('COMMIT')]);
    });
  return {
    progress,
    async load() {
      await writing;
      return loadRows(manager);
    },
    async units(vins) {
      const wanted = [...vins];
      if (wanted.length === 0) return [];
      await writing;
      const { rows } = await writer.query<{ vin: string; folded: string }>({ ...UNITS, values: [wanted] });
      return rows.map(({ vin, folded }) => [vin, folded] as const);
    },
    async quarantined(eventIds) {
      await writing;
      return loadEntries(manager, eventIds);
    },
    async claim(epoch) {
      const { rowCount } = await writer.query('UPDATE checkpoint SET epoch = $1 WHERE id = 1 AND epoch < $1', [epoch]);
      if (rowCount !== 1)
        throw new CheckpointMovedError('Another projector has claimed this read model in the meantime.');
    },
    write(rows, guard, to) {
      const written = writing.then(() => writeAll(rows, guard, to));
      writing = written.catch(() => undefined);
      return written;
    },
  };
}

/** Waits for every answer, and throws the first failure: later ones only say that the transaction is over. */
async function allOf(answers: readonly Promise<unknown>[]): Promise<void> {
  const failed = (await Promise.allSettled(answers)).find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
}
