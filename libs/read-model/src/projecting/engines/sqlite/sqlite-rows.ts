import type { DatabaseSync } from 'node:sqlite';
import type { DataSource } from 'typeorm';
import { loadRows } from '../../../assembled/load.js';
import { loadEntry } from '../../../quarantine/load-entries.js';
import type { Entry } from '../../../quarantine/quarantine.projection.js';
import { Checkpoint } from '../../projection/checkpoint.entity.js';
import { CHECKPOINT_COLUMNS, checkpointValues, progressOf } from '../../storage/checkpoint.js';
import { CheckpointMovedError, type ProjectionRows } from '../../storage/rows.js';
import { bulkWriter } from './bulk-writer.js';
import { settle, transactions } from './transaction.js';

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
  const isQuarantined = database.prepare('SELECT 1 FROM quarantine_entry WHERE event_id = ?');
  unitByVin.setReturnArrays(true);

  const progress = async () => progressOf(await writer.manager.findOneByOrFail(Checkpoint, { id: 1 }));
  return {
    progress,
    load: async () => loadRows(writer.manager, (await progress()).identity),
    units(vins) {
      const found: (readonly [string, string])[] = [];
      for (const vin of vins) {
        const row = unitByVin.get(vin) as readonly [string, string] | undefined;
        if (row) found.push(row);
      }
      return Promise.resolve(found);
    },
    async quarantined(eventIds) {
      const entries: Entry[] = [];
      for (const eventId of eventIds)
        if (isQuarantined.get(eventId)) entries.push(await loadEntry(writer.manager, eventId));
      return entries;
    },
    claim: (epoch) =>
      settle(() => {
        if (claimCheckpoint.run(epoch, epoch).changes !== 1)
          throw new CheckpointMovedError('Another projector has claimed this read model in the meantime.');
      }),
    write: (rows, guard, to) =>
      settle(() =>
        transact(() => {
          if (moveCheckpoint.run(...checkpointValues(to), guard.position, guard.epoch).changes !== 1)
            throw new CheckpointMovedError('Another projector has written to this read model in the meantime.');
          writeRows(rows);
        }),
      ),
  };
}
