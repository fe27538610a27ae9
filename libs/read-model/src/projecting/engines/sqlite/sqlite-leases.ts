import type { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { rmSync } from 'node:fs';
import type { Lease, LeaseName } from '../../storage/storage.js';
import { NOW } from './control.js';
import { giveLifeSign, isGone } from './life-sign.js';
import { transactions } from './transaction.js';

interface Row {
  readonly holder: string;
  readonly epoch: number;
  readonly expired: number;
}

/**
 * Leases as rows that expire. Beside each its holder keeps an operating system lock, so that after a crash nobody has
 * to wait for the expiry; a holder that is only suspended keeps its lock, and loses the lease when it expires.
 */
export function sqliteLeases(database: DatabaseSync, folder: string) {
  const transact = transactions(database);
  const find = database.prepare(`SELECT holder, epoch, expires_at <= ${NOW} AS expired FROM lease WHERE name = ?`);
  const nextEpoch = database.prepare('UPDATE epoch SET last = last + 1 RETURNING last');
  const take = database.prepare(
    `INSERT INTO lease (name, holder, epoch, expires_at) VALUES (?, ?, ?, ${NOW} + ?) ON CONFLICT (name) DO UPDATE ` +
      'SET holder = excluded.holder, epoch = excluded.epoch, expires_at = excluded.expires_at',
  );
  const renew = database.prepare(`UPDATE lease SET expires_at = ${NOW} + ? WHERE name = ? AND epoch = ?`);
  const release = database.prepare('DELETE FROM lease WHERE name = ? AND epoch = ?');
  const releaseAny = database.prepare('DELETE FROM lease WHERE epoch = ?');
  const signs = new Map<number, ReturnType<typeof giveLifeSign>>();

  const rowOf = (name: LeaseName): Row | undefined => find.get(name) as Row | undefined;
  const signFile = (name: LeaseName, epoch: number): string => join(folder, `${name}-${epoch}.lock`);
  const takeBack = (epoch: number): void => {
    signs.get(epoch)?.takeBack();
    signs.delete(epoch);
  };

  const taken = (name: LeaseName, holder: string, milliseconds: number): Lease | undefined => {
    const row = rowOf(name);
    if (row && row.holder !== holder && row.expired === 0 && !isGone(signFile(name, row.epoch))) return undefined;
    const epoch = Number(nextEpoch.get()?.last);
    signs.set(epoch, giveLifeSign(signFile(name, epoch)));
    take.run(name, holder, epoch, milliseconds);
    if (row) {
      takeBack(row.epoch);
      rmSync(signFile(name, row.epoch), { force: true });
    }
    return { name, holder, epoch };
  };

  return {
    async takeLease(name: LeaseName, holder: string, milliseconds: number) {
      return transact(() => taken(name, holder, milliseconds));
    },
    async renewLease({ name, epoch }: Lease, milliseconds: number) {
      return renew.run(milliseconds, name, epoch).changes === 1;
    },
    async releaseLease({ name, epoch }: Lease) {
      release.run(name, epoch);
      takeBack(epoch);
    },
    holds: ({ name, epoch }: Lease) => rowOf(name)?.epoch === epoch,
    close() {
      for (const epoch of signs.keys()) {
        releaseAny.run(epoch);
        takeBack(epoch);
      }
    },
  };
}
