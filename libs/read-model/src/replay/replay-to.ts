import type { EventStore, Position } from '@plant-ledger/event-store';
import type { DigestByTable } from '../database/digest.js';
import type { Snapshot } from '../database/read-model.js';
import { Milestone } from '../entities/index.js';
import type { Stopped } from '../projector/status.js';
import { countRows } from '../queries/counts.js';
import { downtime, type DowntimeAnswer } from '../queries/downtime.js';
import { network, type Network } from '../queries/network.js';
import { stockOnHand, type StockOnHand } from '../queries/stock.js';
import { firstReachedOf, readReached } from '../queries/first-reached.js';
import { formatInstant } from '../queries/wire.js';
import { openReplay } from './replay.js';
import { recordedBy } from './recorded-by.js';

/** Up to a position, or to what was recorded at or before an instant (milliseconds since 1970 UTC). */
export type ReplayEnd =
  { readonly kind: 'position'; readonly position: Position } | { readonly kind: 'instant'; readonly instant: number };

export interface ReplayToOptions {
  readonly store: EventStore;
  /** Default: everything in the log now. */
  readonly end?: ReplayEnd | undefined;
  /** The time of asking, milliseconds since 1970 UTC: open halts last until then. */
  readonly at: number;
  readonly signal: AbortSignal;
  readonly progress?: ((position: Position, target: Position) => void) | undefined;
}

/** What the log alone gives. */
export interface Replayed {
  /** The last event folded, decimal digits. */
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
  readonly downtime: DowntimeAnswer['rows'];
  readonly network: Omit<Network, 'position'>;
  /** The event that could not be folded; everything above is as of the one before. */
  readonly stopped?: Stopped | undefined;
}

export interface ReplayedMonth {
  readonly month: string;
  readonly plant: string;
  readonly model: string;
  readonly produced: number;
  readonly delivered: number;
  readonly returned: number;
  readonly scrapped: number;
  readonly netDelivered: number;
}

export interface ReplayedMilestone {
  readonly id: string;
  readonly target: number;
  readonly due: string;
  readonly value: number;
  readonly withdrawn: boolean;
  readonly firstReachedAt: string | null;
}

/**
 * Folds the log from its first event, without the read model and by the same code, and answers its figures and digest.
 * @throws StoreUnavailableError: doing it again is safe. RangeError for a position beyond the log.
 */
export async function replayTo({ store, end, at, signal, progress }: ReplayToOptions): Promise<Replayed> {
  const head = await store.head();
  const target = await targetOf(store, end, head, signal);
  const replay = await openReplay({ store, progress: (position) => progress?.(position, target) });
  try {
    const stopped = await replay.advance(target, signal);
    signal.throwIfAborted();
    const { digests } = await replay.generation.digest();
    const { identity } = await replay.generation.rows.progress();
    const figures = await replay.generation.read((snapshot) => figuresOf(snapshot, at));
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
  const { position, ...sites } = await network(snapshot, {});
  const byMonth = ['month', 'plant', 'line'] as const;
  return {
    position,
    at: formatInstant(at),
    timeZone: snapshot.timeZone,
    chain: snapshot.chain,
    monthlyTotals: await monthsOf(snapshot),
    stock: (await stockOnHand(snapshot, asked)).rows,
    milestones: await milestonesOf(snapshot),
    downtime: (await downtime(snapshot, { period: {}, groupBy: byMonth, at })).rows,
    network: sites,
  };
}

async function monthsOf(snapshot: Snapshot): Promise<ReplayedMonth[]> {
  const rows = await countRows(snapshot, { by: 'month' });
  const inOrder = ({ period, plant, model }: (typeof rows)[number]) => `${period} ${plant} ${model}`;
  return rows
    .toSorted((one, other) => (inOrder(one) < inOrder(other) ? -1 : 1))
    .map(({ period: month, ...row }) => ({ month, ...row, netDelivered: row.delivered - row.returned }));
}

async function milestonesOf(snapshot: Snapshot): Promise<ReplayedMilestone[]> {
  const rows = await snapshot.manager.find(Milestone, { order: { milestone: 'ASC' } });
  const reached = await readReached(snapshot, undefined);
  return rows.map(({ milestone: id, target, due, value, withdrawn }) => {
    const firstReachedAt = firstReachedOf(reached.get(id), target)?.occurredAt ?? null;
    return { id, target, due, value, withdrawn, firstReachedAt };
  });
}
