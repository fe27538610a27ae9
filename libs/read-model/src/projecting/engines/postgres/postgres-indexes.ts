import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { PROJECTED_TABLES } from '../../../assembled/tables.js';
import { indexStatements, type Indexes } from '../../storage/indexes.js';
import { CheckpointMovedError } from '../../storage/rows.js';
import { inTransaction } from './connections.js';

/** Milliseconds that one index may take on a busy server. */
const LONGEST_INDEX = 1_800_000;
/**
 * Milliseconds between two attempts to cancel a statement: an attempt is lost before the statement has begun, or
 * without a connection.
 */
const CANCEL_EVERY = 100;
/** Whoever claims the generation meanwhile waits for the end of the transaction. */
const OWN = 'SELECT pg_backend_pid() AS process FROM checkpoint WHERE id = 1 AND epoch = $1 FOR UPDATE';

/** The indexes of a generation in a PostgreSQL schema; `writer` has connections of its own. */
export function postgresIndexes(writer: pg.Pool): Indexes {
  const all = indexStatements(PROJECTED_TABLES);

  const execute = (epoch: number, text: string, signal?: AbortSignal): Promise<void> =>
    inTransaction(writer, async (client) => {
      const { rows } = await client.query<{ process: number }>(OWN, [epoch]);
      const [own] = rows;
      if (!own) throw new CheckpointMovedError('Another process has claimed this read model in the meantime.');
      if (signal?.aborted) return;
      const statement = { text, query_timeout: LONGEST_INDEX };
      let isUnderWay = true;
      const cancel = async (): Promise<void> => {
        for (; isUnderWay; await delay(CANCEL_EVERY))
          await writer.query('SELECT pg_cancel_backend($1)', [own.process]).catch(() => undefined);
      };
      const cancelling = () => void cancel();
      signal?.addEventListener('abort', cancelling);
      try {
        await client.query(statement);
      } finally {
        isUnderWay = false;
        signal?.removeEventListener('abort', cancelling);
      }
    });

  return {
    drop: (epoch) => execute(epoch, all.map(({ drop }) => drop).join(';')),
    async make(epoch, signal) {
      for (const { make } of all) {
        if (signal.aborted) return;
        await execute(epoch, make, signal).catch((error: unknown) => {
          // A cancelled statement has left nothing behind.
          if (!signal.aborted) throw error;
        });
      }
    },
  };
}
