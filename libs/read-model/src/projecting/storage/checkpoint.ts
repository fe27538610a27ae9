import type { Snapshot } from '../../asking/snapshot.js';
import { DEFAULT_TIME_ZONE } from '../../places/ledger.projection.js';
import type { Checkpoint } from '../projection/checkpoint.entity.js';
import type { Value } from '../projection/tables.js';
import { CHAIN_START } from './chain.js';
import type { Progress, WrittenProgress } from './rows.js';

/** The columns of the checkpoint that a batch moves, in the order of `checkpointValues`; `id` and `epoch` are not among them. */
export const CHECKPOINT_COLUMNS = [
  'ledger_id',
  'time_zone',
  'code_version',
  'position',
  'through',
  'recorded_at',
  'chain',
  'former_chain',
  'last_stream',
  'last_revision',
] as const;

export function checkpointValues({
  identity,
  codeVersion,
  position,
  through,
  recordedAt,
  chain,
}: Progress): readonly Exclude<Value, boolean>[] {
  const place = [codeVersion, position, through, recordedAt ?? null];
  const { link, former, last } = chain;
  return [
    identity.ledgerId ?? null,
    identity.timeZone,
    ...place,
    link,
    former,
    last?.stream ?? null,
    last?.revision ?? null,
  ];
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

export function progressOf(row: Checkpoint): WrittenProgress {
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

/** What a snapshot tells of its checkpoint. */
export function placeOf({ position, through, recordedAt, identity, chain }: Progress): Omit<Snapshot, 'manager'> {
  return { position, through, recordedAt, timeZone: identity.timeZone, chain: chain.link };
}
