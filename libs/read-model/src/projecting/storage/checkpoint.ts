import type { EntityManager, QueryRunner } from 'typeorm';
import type { Snapshot } from '../../asking/snapshot.js';
import { DEFAULT_TIME_ZONE } from '../../places/ledger.projection.js';
import { Checkpoint } from '../projection/checkpoint.entity.js';
import type { Written } from '../projection/columns.js';
import { columnName } from '../projection/naming.js';
import { tableOf } from '../projection/tables.js';
import { CHAIN_START } from './chain.js';
import type { Progress, WrittenProgress } from './rows.js';

type Moved = Omit<Written<Checkpoint>, 'id' | 'epoch'>;

const MOVED = tableOf(Checkpoint)
  .columns.map(({ property }) => property)
  .filter((property): property is keyof Moved => property !== 'id' && property !== 'epoch');

/** The columns of the checkpoint that a batch moves, in the order of `checkpointValues`. */
export const CHECKPOINT_COLUMNS = MOVED.map(columnName);

export function checkpointValues(progress: Progress): Moved[keyof Moved][] {
  const { identity, codeVersion, position, through, recordedAt, chain } = progress;
  const { link, former, last } = chain;
  const moved: Moved = {
    ledgerId: identity.ledgerId ?? null,
    timeZone: identity.timeZone,
    codeVersion,
    position,
    through,
    recordedAt: recordedAt ?? null,
    chain: link,
    formerChain: former,
    lastStream: last?.stream ?? null,
    lastRevision: last?.revision ?? null,
  };
  return MOVED.map((property) => moved[property]);
}

/** The checkpoint of an empty generation. */
export function firstProgress(codeVersion: number): Progress {
  return {
    identity: { ledgerId: undefined, timeZone: DEFAULT_TIME_ZONE },
    codeVersion,
    position: -1n,
    through: -1n,
    recordedAt: undefined,
    chain: CHAIN_START,
  };
}

function progressOf(row: Checkpoint): WrittenProgress {
  const { lastStream, lastRevision } = row;
  return {
    identity: { ledgerId: row.ledgerId ?? undefined, timeZone: row.timeZone },
    codeVersion: row.codeVersion,
    epoch: row.epoch,
    position: BigInt(row.position),
    through: BigInt(row.through),
    recordedAt: row.recordedAt ?? undefined,
    chain: {
      link: row.chain,
      former: row.formerChain,
      last: lastStream === null || lastRevision === null ? undefined : { stream: lastStream, revision: lastRevision },
    },
  };
}

export async function readProgress(manager: EntityManager): Promise<WrittenProgress> {
  return progressOf(await manager.findOneByOrFail(Checkpoint, { id: 1 }));
}

/** Works in one read transaction, at the end of which nothing is left. */
export async function inSnapshot<T>(
  runner: QueryRunner,
  work: (snapshot: Snapshot, progress: Progress) => Promise<T>,
): Promise<T> {
  try {
    // The connection's settings decide the kind of transaction.
    await runner.startTransaction();
    const { manager } = runner;
    const progress = await readProgress(manager);
    return await work({ manager, ...placeOf(progress) }, progress);
  } finally {
    if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
    await runner.release();
  }
}

function placeOf({ position, through, recordedAt, identity, chain }: Progress): Omit<Snapshot, 'manager'> {
  return { position, through, recordedAt, timeZone: identity.timeZone, chain: chain.link };
}
