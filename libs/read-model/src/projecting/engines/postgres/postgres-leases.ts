import type pg from 'pg';
import type { Lease, LeaseName, ReadModelStorage } from '../../storage/storage.js';
import { inTransaction } from './connections.js';

type Leases = Pick<ReadModelStorage, 'takeLease' | 'renewLease' | 'releaseLease'>;

/** Leases as rows that expire, by the database's own clock. */
export function postgresLeases(pool: pg.Pool): Leases {
  return {
    takeLease: (name, holder, milliseconds) =>
      inTransaction(pool, (client) => takeLease(client, name, holder, milliseconds)),
    async renewLease({ name, epoch }, milliseconds) {
      const { rowCount } = await pool.query(
        "UPDATE lease SET expires_at = clock_timestamp() + $1 * interval '1 ms' WHERE name = $2 AND epoch = $3",
        [milliseconds, name, epoch],
      );
      return rowCount === 1;
    },
    async releaseLease({ name, epoch }) {
      await pool.query('DELETE FROM lease WHERE name = $1 AND epoch = $2', [name, epoch]);
    },
  };
}

async function takeLease(
  client: pg.ClientBase,
  name: LeaseName,
  holder: string,
  milliseconds: number,
): Promise<Lease | undefined> {
  // One after the other, so that a later holder always has the higher epoch.
  await client.query('SELECT epoch FROM last FOR UPDATE');
  const { rows: held } = await client.query(
    'SELECT 1 FROM lease WHERE name = $1 AND holder <> $2 AND expires_at > clock_timestamp()',
    [name, holder],
  );
  if (held.length > 0) return undefined;
  const { rows } = await client.query<{ epoch: number }>('UPDATE last SET epoch = epoch + 1 RETURNING epoch');
  const epoch = rows[0]?.epoch ?? 0;
  await client.query(
    "INSERT INTO lease VALUES ($1, $2, $3, clock_timestamp() + $4 * interval '1 ms') " +
      'ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, epoch = excluded.epoch, expires_at = excluded.expires_at',
    [name, holder, epoch, milliseconds],
  );
  return { name, holder, epoch };
}

/** Until the end of the transaction nobody can take the lease over. */
export async function holdsLease(client: pg.ClientBase, { name, epoch }: Lease): Promise<boolean> {
  const { rowCount } = await client.query('SELECT 1 FROM lease WHERE name = $1 AND epoch = $2 FOR SHARE', [
    name,
    epoch,
  ]);
  return rowCount === 1;
}
