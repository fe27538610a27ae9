import { formatPosition, type Position } from '@plant-ledger/event-store';
import type { ReadModel, Snapshot } from '../../database/read-model.js';
import { inOrderOf } from '../grouping.js';
import type { Forecasts } from '../milestone-forecasts.js';
import { milestones } from '../milestones.js';
import { formatInstant } from '../wire.js';
import { monthlyChanges, stockChanges } from './booked-changes.js';
import type { Between, Change } from './change.js';
import { downtimeChanges } from './downtime-changes.js';
import { networkChanges } from './network-changes.js';
import { milestoneChanges, targetChanges, type TwoViews } from './plan-changes.js';

export interface ChangesAsked {
  readonly since: Position;
  /** The end; default: now. */
  readonly asOf?: Position | undefined;
  /** The time of asking, milliseconds since 1970 UTC. */
  readonly at: number;
  /** So many changes were listed before: the next page. */
  readonly after?: number | undefined;
  readonly limit: number;
}

export interface Changes {
  readonly position: string;
  readonly since: string;
  readonly at: string;
  readonly changes: readonly Change[];
  /** Of all pages. */
  readonly count: number;
  /** `after` of the next page; null on the last. Ask for it with the same `asOf` and `at`. */
  readonly next: string | null;
}

/** Every figure that is not what it was at a position, before and after, with how many events stand behind the difference. */
export async function changes(
  readModel: Pick<ReadModel, 'read'>,
  forecasts: Forecasts,
  asked: ChangesAsked,
): Promise<Changes> {
  const { since, at, after = 0, limit } = asked;
  const until = asked.asOf ?? (await readModel.read(({ position }) => Promise.resolve(position)));
  const found = since >= until ? [] : await changesBetween(readModel, forecasts, { since, until, at });
  const page = found.slice(after, after + limit);
  return {
    position: formatPosition(until),
    since: formatPosition(since),
    at: formatInstant(at),
    changes: page,
    count: found.length,
    next: after + page.length < found.length ? String(after + page.length) : null,
  };
}

async function changesBetween(
  readModel: Pick<ReadModel, 'read'>,
  forecasts: Forecasts,
  between: Between,
): Promise<Change[]> {
  const { since, until, at } = between;
  // A state may rest on a forecast, and forecasts are made outside of a read transaction.
  const then = await milestones(readModel, forecasts, { asOf: since, at });
  const now = await milestones(readModel, forecasts, { asOf: until, at });
  return readModel.read((snapshot) => allChanges(snapshot, between, { then: then.milestones, now: now.milestones }));
}

async function allChanges(snapshot: Snapshot, between: Between, views: TwoViews): Promise<Change[]> {
  const kinds = [monthlyChanges, targetChanges, stockChanges, milestoneChanges, downtimeChanges, networkChanges];
  const found: Change[] = [];
  for (const kind of kinds) {
    const changed = await kind(snapshot, between, views);
    found.push(...changed.toSorted(inOrderOf<Change>('month', 'plant', 'line', 'model', 'milestone', 'figure')));
  }
  return found;
}
