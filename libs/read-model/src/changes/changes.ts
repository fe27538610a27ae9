import type { Change, Changes, ChangesAsked } from '@plant-ledger/contract';
import type { Steps } from '@plant-ledger/domain';
import { formatPosition } from '@plant-ledger/event-store';
import { inOrderOf } from '../asking/grouping.js';
import { inSlices } from '../asking/slices.js';
import type { Snapshot, SnapshotReader } from '../asking/snapshot.js';
import { formatInstant } from '../asking/wire.js';
import type { Forecasts } from '../milestones/milestone-forecasts.js';
import { milestones } from '../milestones/milestones.js';
import { monthlyChanges, stockChanges } from './booked-changes.js';
import type { Between, Listed } from './change.js';
import { downtimeChanges } from './downtime-changes.js';
import { networkChanges } from './network-changes.js';
import { milestoneChanges, targetChanges, type TwoViews } from './plan-changes.js';

/**
 * Every figure that differs from what it was at a position, before and after, with the number of events that made it
 * differ.
 */
export async function changes(readModel: SnapshotReader, forecasts: Forecasts, asked: ChangesAsked): Promise<Changes> {
  const { since, at, after = 0, limit, signal } = asked;
  const until = asked.asOf ?? (await readModel.read(({ position }) => Promise.resolve(position)));
  const found = since >= until ? [] : await changesBetween(readModel, forecasts, { since, until, at }, signal);
  const page = found.slice(after, after + limit).map((one) => (typeof one === 'function' ? one() : one));
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
  readModel: SnapshotReader,
  forecasts: Forecasts,
  between: Between,
  signal: AbortSignal | undefined,
): Promise<Listed[]> {
  const { since, until, at } = between;
  // A state may depend on a forecast, and forecasts are made outside of a read transaction.
  const then = await milestones(readModel, forecasts, { asOf: since, at, limit: 0, signal });
  const now = await milestones(readModel, forecasts, { asOf: until, at, limit: 0, signal });
  const views = { then: then.milestones, now: now.milestones };
  const kinds = await readModel.read((snapshot) => everyKind(snapshot, between, views));
  // So is what takes long for many lines and years.
  let all: Listed[] = [];
  for (const kind of kinds) {
    const found = Array.isArray(kind) ? kind.toSorted(inOrder) : await inSlices(kind, signal);
    all = all.concat(found);
  }
  return all;
}

const inOrder = inOrderOf<Change>('month', 'plant', 'line', 'model', 'milestone', 'figure');

const KINDS = [monthlyChanges, targetChanges, stockChanges, milestoneChanges, downtimeChanges, networkChanges];

async function everyKind(
  snapshot: Snapshot,
  between: Between,
  views: TwoViews,
): Promise<(Change[] | Steps<Listed[]>)[]> {
  const found: (Change[] | Steps<Listed[]>)[] = [];
  for (const kind of KINDS) found.push(await kind(snapshot, between, views));
  return found;
}
