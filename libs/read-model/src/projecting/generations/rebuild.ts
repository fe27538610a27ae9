import { START, type EventStore, type Position } from '@plant-ledger/event-store';
import { PROJECTION_VERSION } from '../projection/projection.js';
import type { Stopped } from '../status/status.js';
import type { Generation, GenerationRecord, Lease, ReadModelStorage } from '../storage/storage.js';
import { openFilling, type Filling, type RebuildProgress } from './fill.js';
import { holderName, holdLease, LEASE_TERMS, type LeaseTerms } from './hold-lease.js';
import { liveAmong } from './live-generation.js';
import { misfitOf } from './misfit.js';
import { digestOf, soundProgress } from './sound.js';
import { claimAll, differingTables, dropFormer } from './switching.js';

export interface RebuildOptions {
  readonly storage: ReadModelStorage;
  /** Of the log; it is only read. */
  readonly store: EventStore;
  /** Stops after the batch under way; what was filled is resumed next time. */
  readonly signal?: AbortSignal | undefined;
  readonly progress?: ((progress: RebuildProgress) => void) | undefined;
  /** Fills from the beginning even where an unfinished generation exists. */
  readonly restart?: boolean | undefined;
  /** Switches even where the same code makes other rows than are live. */
  readonly accept?: boolean | undefined;
  /** The live generation is damaged, or of another version's shape: it is not read at all. */
  readonly distrustLive?: boolean | undefined;
  readonly terms?: LeaseTerms | undefined;
  /** Events of one batch; other numbers give the same rows. */
  readonly batch?: number | undefined;
}

export type RebuildOutcome =
  /**
   * `differing`: tables whose rows differ from those of the former one; undefined where that was made of another log or
   * cannot be read.
   */
  | {
      readonly kind: 'switched';
      readonly generation: string;
      readonly former: string;
      readonly position: Position;
      readonly differing: readonly string[] | undefined;
      /** The event at which it ended, where there is nothing else to show. */
      readonly stopped?: Stopped | undefined;
    }
  /** The same code has made other rows: nothing was switched. */
  | {
      readonly kind: 'differs';
      readonly generation: string;
      readonly position: Position;
      readonly differing: readonly string[];
    }
  | { readonly kind: 'stopped'; readonly stopped: Stopped }
  | { readonly kind: 'cancelled'; readonly generation: string; readonly position: Position };

/** Another process is filling a new generation. */
export class RebuildUnderWayError extends Error {
  override readonly name = 'RebuildUnderWayError';
}

/**
 * Fills a new generation beside the live one from the beginning of the log, compares the two at the same position, and
 * makes it live. Resumes where an earlier one of the same code was cut off.
 * @throws RebuildUnderWayError; LeaseLostError when another has taken over; what store and database throw: repeating it
 * is safe.
 */
export async function rebuild(options: RebuildOptions): Promise<RebuildOutcome> {
  const { storage, terms = LEASE_TERMS } = options;
  const lease = await storage.takeLease('rebuild', holderName(), terms.expiry);
  if (!lease) throw new RebuildUnderWayError('Another process is rebuilding this read model already.');
  return holdLease(storage, lease, terms, (lost, takenAnew) => {
    const signal = options.signal ? AbortSignal.any([options.signal, lost]) : lost;
    return rebuildUnder({ ...options, signal, takenAnew }, lease);
  });
}

type Running = RebuildOptions & { readonly signal: AbortSignal; readonly takenAnew: () => Promise<Lease> };

async function rebuildUnder(options: Running, lease: Lease): Promise<RebuildOutcome> {
  const { storage, store } = options;
  const records = await storage.generations();
  const liveRecord = liveAmong(records);
  const live = options.distrustLive ? undefined : await openLive(store, storage, liveRecord);
  try {
    const livePosition = live && (await live.rows.progress()).position;
    const record = await recordToFill(options, records, livePosition);
    const building = await storage.open(record.name);
    try {
      await building.rows.claim(lease.epoch);
      if ((await building.rows.progress()).position === START) await building.indexes.drop(lease.epoch);
      const filling = await openFilling(building, { ...options, epoch: lease.epoch });
      return await fillAndSwitch(options, lease, filling, record, live, liveRecord);
    } finally {
      await building.close();
    }
  } finally {
    await live?.close();
  }
}

async function fillAndSwitch(
  options: Running,
  lease: Lease,
  filling: Filling,
  record: GenerationRecord,
  live: Generation | undefined,
  liveRecord: GenerationRecord | undefined,
): Promise<RebuildOutcome> {
  const { storage, store, signal, progress } = options;
  const generation = record.name;
  const { accept = false } = options;
  const position = () => filling.position();
  /** The outcome, where the rebuild ends here. */
  const endedBy = (stopped: Stopped | undefined): RebuildOutcome | undefined => {
    if (stopped) return { kind: 'stopped', stopped };
    return signal.aborted ? { kind: 'cancelled', generation, position: position() } : undefined;
  };
  const switched = async (
    under: Lease,
    more: { differing: readonly string[] | undefined; stopped?: Stopped | undefined },
  ) => {
    await storage.switchTo(generation, under);
    await dropFormer(storage, liveRecord?.name);
    return { kind: 'switched', generation, former: liveRecord?.name ?? '', position: position(), ...more } as const;
  };

  const target = async (): Promise<Position> => (live ? (await live.rows.progress()).position : store.head());
  const first = await filling.fill(target, signal);
  const early = endedBy(live && first);
  if (early) return early;
  await filling.index(signal);
  const cancelled = endedBy(undefined);
  if (cancelled) return cancelled;
  if (!live) return switched(lease, { differing: undefined, stopped: first });
  progress?.({ stage: 'comparing', generation, position: position(), target: position(), events: filling.events() });
  const theirs = await digestOf(live);
  if (!theirs) {
    const stopped = await filling.fill(() => store.head(), signal);
    const ended = endedBy(undefined);
    return ended ?? switched(await claimAll(options.takenAnew, [filling]), { differing: undefined, stopped });
  }
  const compared = endedBy(await filling.fill(() => Promise.resolve(theirs.position), signal));
  if (compared) return compared;
  const own = await filling.generation.digest();
  const differing = differingTables(theirs.digests, own.digests);
  const sameCode = (await live.rows.progress()).codeVersion === PROJECTION_VERSION;
  if (differing.length > 0 && sameCode && !accept)
    return { kind: 'differs', generation, position: own.position, differing };
  // Nearly everything that the live one has beyond the comparison; the rest once nobody writes to it any more.
  const near = endedBy(await filling.fill(target, signal));
  if (near) return near;
  const fresh = await claimAll(options.takenAnew, [live.rows, filling]);
  return endedBy(await filling.fill(target, signal)) ?? switched(fresh, { differing });
}

/** The live generation, to compare with; undefined where it was made of another log or cannot be opened. */
async function openLive(
  store: EventStore,
  storage: ReadModelStorage,
  record: GenerationRecord | undefined,
): Promise<Generation | undefined> {
  if (!record) return undefined;
  const live = await storage.open(record.name).catch(() => undefined);
  if (!live) return undefined;
  const progress = await soundProgress(live);
  const misfit = progress && (await misfitOf(store, progress));
  if (progress && (!misfit || misfit.mayBeShown)) return live;
  await live.close();
  // What sources sent to the other log may be missing in this one, and must show as missing.
  await storage.forgetSourceCounts();
  return undefined;
}

/** An unfinished generation of this code and this log to resume, or a new one; other unfinished ones are dropped. */
async function recordToFill(
  { storage, store, restart = false }: Running,
  records: readonly GenerationRecord[],
  livePosition: Position | undefined,
): Promise<GenerationRecord> {
  let found: GenerationRecord | undefined;
  for (const record of records.filter(({ state }) => state === 'building').toReversed())
    if (!found && !restart && (await isToBeGoneOnWith(storage, store, record, livePosition))) found = record;
    else await storage.drop(record.name);
  return found ?? storage.create(PROJECTION_VERSION);
}

async function isToBeGoneOnWith(
  storage: ReadModelStorage,
  store: EventStore,
  { name, codeVersion }: GenerationRecord,
  livePosition: Position | undefined,
): Promise<boolean> {
  if (codeVersion !== PROJECTION_VERSION) return false;
  const generation = await storage.open(name).catch(() => undefined);
  if (!generation) return false;
  try {
    const progress = await generation.rows.progress();
    // Beyond the live one it could not be compared with it.
    if (livePosition !== undefined && progress.position > livePosition) return false;
    return (await misfitOf(store, progress)) === undefined;
  } finally {
    await generation.close();
  }
}
