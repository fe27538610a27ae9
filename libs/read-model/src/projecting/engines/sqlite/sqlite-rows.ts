import type { DatabaseSync } from 'node:sqlite';
import type { DataSource } from 'typeorm';
import { loadRows } from '../../../assembled/load.js';
import { loadEntries } from '../../../quarantine/load-entries.js';
import { CHECKPOINT_COLUMNS, checkpointValues, readProgress } from '../../storage/checkpoint.js';
import { CheckpointMovedError, type ProjectionRows } from '../../storage/rows.js';
import { bulkWriter } from './bulk-writer.js';
import { transactions } from './transaction.js';

/** The projector's side of a generation in a SQLite file, on its own connection. */
export function sqliteRows(writer: DataSource, database: DatabaseSync): ProjectionRows {
  const transact = transactions(database);
  const writeRows = bulkWriter(database);
  const claimCheckpoint = database.prepare('UPDATE checkpoint SET epoch = ? WHERE id = 1 AND epoch < ?');
  const moveCheckpoint = database.prepare(
    `UPDATE checkpoint SET ${CHECKPOINT_COLUMNS.map((column) => `${column} = ?`).join(', ')} ` +
      'WHERE id = 1 AND position = ? AND epoch = ?',
  );
  const unitByVin = database.prepare('SELECT vin, folded FROM unit WHERE vin = ?');
  unitByVin.setReturnArrays(true);

  return {
    progress: () => readProgress(writer.manager),
    load: () => loadRows(writer.manager),
    async units(vins) {
      return [...vins].flatMap((vin) => unitByVin.all(vin) as unknown as (readonly [string, string])[]);
    },
    quarantined: (eventIds) => loadEntries(writer.manager, eventIds),
    async claim(epoch) {
      if (claimCheckpoint.run(epoch, epoch).changes !== 1)
        throw new CheckpointMovedError('Another projector has claimed this read model in the meantime.');
    },
    async write(rows, guard, to) {
      transact(() => {
        if (moveCheckpoint.run(...checkpointValues(to), guard.position, guard.epoch).changes !== 1)
          throw new CheckpointMovedError('Another projector has written to this read model in the meantime.');
        writeRows(rows);
      });
    },
  };
}
