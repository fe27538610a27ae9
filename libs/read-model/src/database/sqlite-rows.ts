import type { DatabaseSync } from 'node:sqlite';
import type { DataSource } from 'typeorm';
import { Checkpoint, ENTITIES, QuarantineEntry } from '../entities/index.js';
import { DEFAULT_TIME_ZONE } from '../projections/ledger.projection.js';
import { PROJECTION_VERSION } from '../projections/projection.js';
import type { Entry } from '../projections/quarantine.projection.js';
import { bulkWriter } from './bulk-writer.js';
import { loadRows } from './load.js';
import { CheckpointMovedError, type Progress, type ProjectionRows } from './rows.js';

/** The projector's side of a generation in a SQLite file, on its own connection. */
export async function sqliteRows(writer: DataSource, database: DatabaseSync): Promise<ProjectionRows> {
  const begin = database.prepare('BEGIN IMMEDIATE');
  const commit = database.prepare('COMMIT');
  const rollback = database.prepare('ROLLBACK');
  const writeRows = bulkWriter(database);
  database.exec(firstCheckpoint);
  const moveCheckpoint = database.prepare(
    'UPDATE checkpoint SET ledger_id = ?, time_zone = ?, code_version = ?, position = ?, through = ?, recorded_at = ? ' +
      'WHERE id = 1 AND position = ?',
  );
  const unitByVin = database.prepare('SELECT vin, folded FROM unit WHERE vin = ?');
  const isQuarantined = database.prepare('SELECT 1 FROM quarantine_entry WHERE event_id = ?');
  unitByVin.setReturnArrays(true);

  const transact = (work: () => void): void => {
    begin.run();
    try {
      work();
      commit.run();
    } catch (error) {
      // SQLite has itself rolled back after some failures.
      if (database.isTransaction) rollback.run();
      throw error;
    }
  };

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
        if (isQuarantined.get(eventId))
          entries.push(entryOf(await writer.manager.findOneByOrFail(QuarantineEntry, { eventId })));
      return entries;
    },
    write(rows, from, { identity, codeVersion, position, through, recordedAt }) {
      return settle(() =>
        transact(() => {
          const { ledgerId = null, timeZone } = identity;
          const { changes } = moveCheckpoint.run(
            ledgerId,
            timeZone,
            codeVersion,
            position,
            through,
            recordedAt ?? null,
            from,
          );
          if (changes !== 1)
            throw new CheckpointMovedError('Another projector has written to this read model in the meantime.');
          writeRows(rows);
        }),
      );
    },
    clear() {
      return settle(() =>
        transact(() => {
          for (const entity of ENTITIES) database.exec(`DELETE FROM ${writer.getMetadata(entity).tableName}`);
          database.exec(firstCheckpoint);
        }),
      );
    },
  };
}

const firstCheckpoint =
  'INSERT INTO checkpoint (id, time_zone, code_version, position, through) ' +
  `VALUES (1, '${DEFAULT_TIME_ZONE}', ${PROJECTION_VERSION}, -1, -1) ON CONFLICT (id) DO NOTHING`;

/** The promise of work that is done at once. */
function settle(work: () => void): Promise<void> {
  return new Promise((resolve) => {
    work();
    resolve();
  });
}

export function progressOf(row: Checkpoint): Progress {
  return {
    identity: { ledgerId: row.ledgerId ?? undefined, timeZone: row.timeZone },
    codeVersion: row.codeVersion,
    position: BigInt(row.position),
    through: BigInt(row.through),
    recordedAt: row.recordedAt ?? undefined,
  };
}

function entryOf(row: QuarantineEntry): Entry {
  const { eventId, state, code, detail, errors, outcome, event, firstSeenPosition, firstSeenAt } = row;
  return {
    eventId,
    state,
    code,
    detail,
    errors: errors ?? undefined,
    outcome: outcome ?? undefined,
    event,
    firstSeenPosition: BigInt(firstSeenPosition),
    firstSeenAt,
  };
}
