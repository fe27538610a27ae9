import type { StoredEvent } from '@plant-ledger/event-store';
import { createFold, type Fold } from '../../assembled/fold.js';
import { needsOf } from '../../assembled/needs.js';
import { unfoldUnit } from '../../units/folded-unit.js';
import { PROJECTION_VERSION } from '../projection/projection.js';
import type { ReadEvent } from '../projection/read-event.js';
import type { TableRows } from '../projection/tables.js';
import type { Stopped } from '../status/status.js';
import { nextLink, type ChainEnd } from '../storage/chain.js';
import type { ProjectionRows, Progress } from '../storage/rows.js';
import { foldEvents, readEvents, stoppedAt, type FoldLimits } from './fold-events.js';
import type { LogOrder } from './log-order.js';
import { createUnitCache, type UnitCache } from './unit-cache.js';

export interface BatchLimits {
  readonly events: number;
  /** Milliseconds of projecting after which a batch is written. */
  readonly milliseconds: number;
  readonly transfers: number;
  /** Units kept in memory between batches. */
  readonly units: number;
}

export interface FoldedBatch {
  readonly rows: readonly TableRows[];
  readonly to: Progress;
  /** Events projected, from the first on. */
  readonly taken: number;
  /** The event after them, if it cannot be projected. */
  readonly stopped: Stopped | undefined;
}

interface FoldedSoFar extends Pick<Progress, 'position' | 'recordedAt' | 'chain'> {
  readonly taken: number;
  readonly stopped: Stopped | undefined;
  readonly error: unknown;
}

/**
 * Events parsed and projected before the next are parsed: parsed events are short-lived, and none is parsed in vain.
 */
const SLICE = 500;

const WITHOUT_END: FoldLimits = { milliseconds: Infinity, transfers: Infinity };

/**
 * Projects events in memory into the rows to write; its memory continues from the last batch.
 * @throws what the database throws.
 */
export async function startBatches(rows: ProjectionRows, order: LogOrder, limits: BatchLimits) {
  const load = async (): Promise<{ readonly fold: Fold; readonly units: UnitCache }> => {
    const units = createUnitCache(limits.units);
    return { fold: createFold(await rows.load(), units), units };
  };
  let memory = await load();

  const provide = async (events: readonly (ReadEvent | undefined)[]): Promise<void> => {
    const { fold, units } = memory;
    const needs = needsOf(events, fold.unresolved(), units.has);
    if (needs.vins.size > 0)
      for (const [vin, folded] of await rows.units(needs.vins)) units.set(vin, unfoldUnit(folded));
    if (needs.quarantined.size > 0) fold.provide(await rows.quarantined(needs.quarantined));
  };

  const foldFirst = async (
    stored: readonly StoredEvent[],
    events: number,
    { milliseconds, transfers }: FoldLimits,
    from: Progress,
  ): Promise<FoldedSoFar> => {
    let { position, recordedAt, chain } = from;
    let taken = 0;
    let left = milliseconds;
    let stopped: Stopped | undefined;
    let error: unknown;
    const isRoomLeft = () => left > 0 && memory.fold.transfers() < transfers;
    while (taken < events && (taken === 0 || isRoomLeft()) && error === undefined && !stopped) {
      const { read, stopped: unreadable } = readEvents(
        stored,
        taken,
        Math.min(taken + SLICE, events),
        order,
        from.through,
      );
      await provide(read);
      const began = performance.now();
      const folded = foldEvents(memory.fold, read, { milliseconds: left, transfers });
      left -= performance.now() - began;
      chain = chainOver(chain, stored, read, taken, folded.taken);
      taken += folded.taken;
      position = folded.lastOwn?.position ?? position;
      recordedAt = later(recordedAt, folded.recordedAt);
      error = folded.error;
      if (folded.taken < read.length) break;
      stopped = unreadable;
    }
    return { taken, position, recordedAt, chain, stopped, error };
  };

  return {
    /** Projects the first of these events, as many as the limits allow. */
    async fold(stored: readonly StoredEvent[], from: Progress): Promise<FoldedBatch> {
      const events = Math.min(limits.events, stored.length);
      let folded = await foldFirst(stored, events, limits, from);
      let { stopped } = folded;
      const bad = stored[folded.taken];
      if (folded.error !== undefined && bad) {
        stopped = stoppedAt(bad, folded.error);
        // The projections may be halfway through the bad event: start again from what is written, without it.
        memory = await load();
        folded = await foldFirst(stored, folded.taken, WITHOUT_END, from);
      }
      const { taken, position, recordedAt, chain } = folded;
      const to: Progress = {
        identity: memory.fold.identity(),
        codeVersion: PROJECTION_VERSION,
        position,
        through: stored[taken - 1]?.position ?? from.through,
        recordedAt,
        chain,
      };
      const batch = { rows: memory.fold.take(), to, taken, stopped };
      memory.units.trim();
      return batch;
    },
  };
}

/**
 * The chain over the events that were projected, the first of which is stored at `at`; foreign ones are not part of it.
 */
function chainOver(
  from: ChainEnd,
  stored: readonly StoredEvent[],
  read: readonly (ReadEvent | undefined)[],
  at: number,
  taken: number,
): ChainEnd {
  let { link, former } = from;
  let last: StoredEvent | undefined;
  for (let index = 0; index < taken; index += 1) {
    const event = stored[at + index];
    if (!event || !read[index]) continue;
    former = link;
    link = nextLink(link, event);
    last = event;
  }
  return last ? { link, former, last: { stream: last.stream, revision: last.revision } } : from;
}

function later(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? (one ?? other) : Math.max(one, other);
}
