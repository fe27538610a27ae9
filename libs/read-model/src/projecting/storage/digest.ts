import { createHash } from 'node:crypto';
import type { Position } from '@plant-ledger/event-store';
import { PROJECTED_TABLES } from '../../assembled/tables.js';
import type { Table, Value } from '../projection/tables.js';
import type { Progress } from './rows.js';

/** The digest of each table's rows, by the table's name, and one of all of them under `all`. Lower-case hex. */
export type DigestByTable = Readonly<Record<string, string>>;

export interface GenerationDigest {
  readonly position: Position;
  readonly digests: DigestByTable;
}

/** Characters hashed at once: a call for each row would cost more than the hashing. */
const CHUNK = 65_536;

/**
 * Digests rows in the order of their keys; the same values give the same digest on every database. SHA-256 over one JSON
 * array a row; integers of any size as decimal digits, flags as true and false.
 */
export function tableDigest() {
  const hash = createHash('sha256');
  let text = '';
  return {
    add(row: readonly Value[]): void {
      text += `${JSON.stringify(row.map(written))}\n`;
      if (text.length < CHUNK) return;
      hash.update(text);
      text = '';
    },
    hex: () => hash.update(text).digest('hex'),
  };
}

function written(value: Value): string | boolean | null {
  return typeof value === 'number' || typeof value === 'bigint' ? value.toString() : value;
}

/** Digests every table, whose rows come in the order of their keys, some at once; `progress` is that of their snapshot. */
export async function generationDigest(
  progress: Progress,
  rowsOf: (table: Table) => AsyncIterable<readonly (readonly Value[])[]>,
): Promise<GenerationDigest> {
  const checkpoint = tableDigest();
  checkpoint.add(checkpointDigestRow(progress));
  const tables: (readonly [string, string])[] = [['checkpoint', checkpoint.hex()]];
  for (const table of PROJECTED_TABLES) {
    const digest = tableDigest();
    for await (const rows of rowsOf(table)) for (const row of rows) digest.add(row);
    tables.push([table.name, digest.hex()]);
  }
  return { position: progress.position, digests: digestOf(tables) };
}

/** The digests of all tables, and one of the whole. */
export function digestOf(tables: readonly (readonly [name: string, hex: string])[]): DigestByTable {
  const sorted = tables.toSorted(([one], [other]) => (one < other ? -1 : 1));
  const whole = createHash('sha256').update(JSON.stringify(sorted)).digest('hex');
  return { ...Object.fromEntries(sorted), all: whole };
}

/**
 * The part of the checkpoint that depends on the log alone: the identity of the ledger, the position and the chain's
 * link there.
 */
export function checkpointDigestRow({ identity, position, recordedAt, chain }: Progress): readonly Value[] {
  return [identity.ledgerId ?? null, identity.timeZone, position, recordedAt ?? null, chain.link];
}
