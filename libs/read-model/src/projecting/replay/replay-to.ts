import type { MilestoneView, Network, StockOnHand, Totals } from '@plant-ledger/contract';
import type { EventStore, Position } from '@plant-ledger/event-store';
import { inOrderOf } from '../../asking/grouping.js';
import type { Snapshot } from '../../asking/snapshot.js';
import { timeOfAsking } from '../../assembled/time-of-asking.js';
import { countRows, type CountRow } from '../../books/counts.js';
import { downtime, type AllDowntime } from '../../downtime/downtime.js';
import { milestones } from '../../milestones/milestones.js';
import { network } from '../../network/network.js';
import { stockOnHand } from '../../stock/stock.js';
import type { Stopped } from '../status/status.js';
import type { DigestByTable } from '../storage/digest.js';
import { recordedBy } from './recorded-by.js';
import { openReplay } from './replay.js';

/** Up to a position, or to what was recorded at or before an instant (milliseconds since 1970 UTC). */
export type ReplayEnd =
  { readonly kind: 'position'; readonly position: Position } | { readonly kind: 'instant'; readonly instant: number };

export interface ReplayToOptions {
  readonly store: EventStore;
  /** Default: everything in the log now. */
  readonly end?: ReplayEnd | undefined;
  /** By the ledger's clock, milliseconds since 1970 UTC: the figures are those that would be answered now. */
  readonly now: number;
  readonly signal: AbortSignal;
  readonly progress?: ((position: Position, target: Position) => void) | undefined;
}

export interface Replayed {
  /** The last event projected, decimal digits. */
  readonly position: string;
  readonly at: string;
  readonly ledgerId: string | null;
  readonly timeZone: string;
  /** The hash chain's link there, lower-case hex. */
  readonly chain: string;
  readonly digest: DigestByTable;
  readonly monthlyTotals: readonly ReplayedMonth[];
  readonly stock: StockOnHand['rows'];
  readonly milestones: readonly ReplayedMilestone[];
  readonly downtime: AllDowntime['rows'];
  readonly network: Omit<Network, 'position' | 'at'>;
  /** The event that could not be projected; everything above is as of the one before. */
  readonly stopped?: Stopped | undefined;
}

export type ReplayedMonth = Totals & Record<'month' | 'plant' | 'model', string>;

export interface ReplayedMilestone extends Pick<MilestoneView, 'id' | 'target' | 'due' | 'value'> {
  readonly withdrawn: boolean;
  readonly firstReachedAt: string | null;
}

/**
 * Projects the log from its first event, without the read model and by the same code, and returns its figures and
 * digest.
 * @throws StoreUnavailableError: repeating it is safe. RangeError for a position beyond the log.
 */
export async function replayTo({ store, end, now, signal, progress }: ReplayToOptions): Promise<Replayed> {
  const head = await store.head();
  const target = await targetOf(store, end, head, signal);
  const replay = await openReplay({ store, progress: (position) => progress?.(position, target) });
  try {
    const stopped = await replay.advance(target, signal);
    signal.throwIfAborted();
    const { digests } = await replay.generation.digest();
    const { identity } = await replay.generation.rows.progress();
    const figures = await replay.generation.read(async (snapshot) =>
      figuresOf(snapshot, await timeOfAsking(snapshot, now)),
    );
    return { ledgerId: identity.ledgerId ?? null, digest: digests, ...figures, ...(stopped && { stopped }) };
  } finally {
    await replay.close();
  }
}

async function targetOf(
  store: EventStore,
  end: ReplayEnd | undefined,
  head: Position,
  signal: AbortSignal,
): Promise<Position> {
  if (end === undefined) return head;
  if (end.kind === 'instant') return recordedBy(store, end.instant, signal);
  if (end.position > head) throw new RangeError(`Position ${end.position} lies beyond the log, which ends at ${head}.`);
  return end.position;
}

async function figuresOf(snapshot: Snapshot, at: number) {
  const asked = { groupBy: ['plant', 'model'] } as const;
  const { position, at: askedAt, ...sites } = await network(snapshot, { at });
  const byMonth = ['month', 'plant', 'line'] as const;
  return {
    position,
    at: askedAt,
    timeZone: snapshot.timeZone,
    chain: snapshot.chain,
    monthlyTotals: await monthsOf(snapshot, at),
    stock: (await stockOnHand(snapshot, asked)).rows,
    milestones: await milestonesOf(snapshot, at),
    downtime: (await downtime(snapshot, { period: {}, groupBy: byMonth, at })).rows,
    network: sites,
  };
}

async function monthsOf(snapshot: Snapshot, at: number): Promise<ReplayedMonth[]> {
  const rows = await countRows(snapshot, { by: 'month', at });
  return rows
    .toSorted(inOrderOf<CountRow>('period', 'plant', 'model'))
    .map(({ period: month, ...row }) => ({ month, ...row, netDelivered: row.delivered - row.returned }));
}

/** Without forecasts. */
async function milestonesOf(snapshot: Snapshot, at: number): Promise<ReplayedMilestone[]> {
  const found = await milestones({ read: (read) => read(snapshot) }, () => Promise.resolve(undefined), { at });
  return found.milestones.map(({ id, target, due, value, state, firstReached }) => {
    return {
      id,
      target,
      due,
      value,
      withdrawn: state === 'withdrawn',
      firstReachedAt: firstReached?.occurredAt ?? null,
    };
  });
}
