import type { StoredEvent } from '@plant-ledger/event-store';
import type { ProjectionRows, Progress } from '../database/rows.js';
import { createFold, type Fold } from '../projections/fold.js';
import { unfoldUnit } from '../projections/folded-unit.js';
import { needsOf } from '../projections/needs.js';
import { lengthened, type ChainEnd } from '../projections/chain.js';
import { PROJECTION_VERSION } from '../projections/projection.js';
import type { ReadEvent } from '../projections/read-event.js';
import type { TableRows } from '../projections/tables.js';
import { foldEvents, readEvents, stoppedAt } from './fold-events.js';
import type { Stopped } from './status.js';
import { createUnitCache, type UnitCache } from './unit-cache.js';

export interface BatchLimits {
  readonly events: number;
  /** Milliseconds of folding after which a batch is closed. */
  readonly milliseconds: number;
  /** Units kept in memory between batches. */
  readonly units: number;
}

/** Told of a batch that was written: its events, and the milliseconds that folding and writing it took. */
export type BatchMeasured = (events: number, milliseconds: number) => void;

/** A batch folded and not yet written. */
export interface FoldedBatch {
  readonly rows: readonly TableRows[];
  readonly to: Progress;
  /** Events taken from the front. */
  readonly taken: number;
  /** The event behind them, if it cannot be handled. */
  readonly stopped: Stopped | undefined;
}

/** Folds events in memory into the rows to write. What it holds in memory goes on from what was handed over last. */
export interface Batches {
  /** Folds the first of these events, as many as the limits allow. */
  fold(events: readonly StoredEvent[], from: Progress): Promise<FoldedBatch>;
}

/** @throws what the database throws. */
export async function startBatches(rows: ProjectionRows, limits: BatchLimits): Promise<Batches> {
  const load = async (): Promise<{ readonly fold: Fold; readonly units: UnitCache }> => {
    const units = createUnitCache(limits.units);
    return { fold: createFold(await rows.load(), units), units };
  };
  let memory = await load();

  const provide = async (events: readonly (ReadEvent | undefined)[]): Promise<void> => {
    const { fold, units } = memory;
    const needs = needsOf(events, fold.unresolved(), units.has);
    for (const [vin, folded] of await rows.units(needs.vins)) units.set(vin, unfoldUnit(folded));
    if (needs.quarantined.size > 0) fold.provide(await rows.quarantined(needs.quarantined));
  };
  const foldProvided = async (events: readonly (ReadEvent | undefined)[], milliseconds: number) => {
    await provide(events);
    return foldEvents(memory.fold, events, milliseconds);
  };

  return {
    async fold(stored, from) {
      const { read, stopped: unreadable } = readEvents(stored.slice(0, limits.events));
      let folded = await foldProvided(read, limits.milliseconds);
      let stopped = folded.taken === read.length ? unreadable : undefined;
      const bad = stored[folded.taken];
      if (folded.error !== undefined && bad) {
        stopped = stoppedAt(bad, folded.error);
        // The fold may be halfway through the bad event: begin again from what is written, without it.
        memory = await load();
        folded = await foldProvided(read.slice(0, folded.taken), Infinity);
      }
      const { taken, lastOwn, recordedAt } = folded;
      const to: Progress = {
        identity: memory.fold.identity(),
        codeVersion: PROJECTION_VERSION,
        position: lastOwn?.position ?? from.position,
        through: stored[taken - 1]?.position ?? from.through,
        recordedAt: later(from.recordedAt, recordedAt),
        chain: chainOver(from.chain, stored, read, taken),
      };
      const batch = { rows: memory.fold.take(), to, taken, stopped };
      memory.units.trim();
      return batch;
    },
  };
}

/** Foreign events are no part of the chain. */
function chainOver(
  from: ChainEnd,
  stored: readonly StoredEvent[],
  read: readonly (ReadEvent | undefined)[],
  taken: number,
): ChainEnd {
  let chain = from;
  for (let index = 0; index < taken; index += 1) {
    const event = stored[index];
    if (event && read[index]) chain = lengthened(chain, event);
  }
  return chain;
}

function later(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? (one ?? other) : Math.max(one, other);
}
