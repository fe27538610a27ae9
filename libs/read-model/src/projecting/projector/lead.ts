import { setTimeout as delay } from 'node:timers/promises';
import { isDamage } from '@plant-ledger/event-store';
import { holdLease, type LeaseTerms } from '../generations/hold-lease.js';
import { misfitOf } from '../generations/misfit.js';
import { rebuildInstead, type RebuildWork } from '../generations/rebuild-instead.js';
import { reasonOf } from '../status/failures.js';
import type { Stopped } from '../status/status.js';
import type { ReadModel } from '../storage/read-model.js';
import type { Lease } from '../storage/storage.js';
import { followLog, type Claimed, type Following } from './follow-log.js';

export interface Leading extends Following {
  readonly readModel: ReadModel;
  readonly holder: string;
  readonly terms: LeaseTerms;
  readonly rebuild: RebuildWork;
}

/**
 * How often an instance that stands by checks how far the projector has come, and how often it asks for the lease, in
 * milliseconds.
 */
const LOOK_EVERY = 100;
const ASK_EVERY = 1_000;

/**
 * Follows the log while it holds the lease, and stands by while another does. Ends at an event that cannot be
 * projected, which it returns, and when the signal aborts.
 * @throws what store and database throw; calling it again continues from what was written.
 */
export async function lead(leading: Leading, signal: AbortSignal): Promise<Stopped | undefined> {
  const { readModel, holder, terms, reports } = leading;
  while (!signal.aborted) {
    await readModel.pointer.look();
    const foreign = readModel.pointer.foreign();
    if (foreign !== undefined) reports.failed(foreign);
    const lease =
      foreign === undefined ? await readModel.storage.takeLease('projector', holder, terms.expiry) : undefined;
    if (!lease) {
      await standBy(leading, Math.min(ASK_EVERY, terms.renewal), signal);
      continue;
    }
    const stopped = await followUnder(leading, lease, signal);
    if (stopped) return stopped;
  }
  return undefined;
}

/** Follows the live generation until the lease is lost, the pointer moves, or the signal aborts. */
async function followUnder(leading: Leading, lease: Lease, signal: AbortSignal): Promise<Stopped | undefined> {
  const { store, readModel, terms, reports } = leading;
  const { pointer, storage } = readModel;
  return holdLease(storage, lease, terms, async (lost) => {
    reports.role('this instance');
    const moved = new AbortController();
    const forget = pointer.onMove(() => moved.abort());
    try {
      const { rows } = pointer.live();
      const unreadable = pointer.damage()?.sentence ?? pointer.incompatible();
      const misfit =
        unreadable === undefined
          ? await misfitOf(store, await rows.progress())
          : { why: unreadable, mayBeShown: false, isUnreadable: true };
      if (misfit) return await rebuildInstead(leading, misfit, AbortSignal.any([signal, lost]));
      await rows.claim(lease.epoch);
      const leaving = AbortSignal.any([signal, lost, moved.signal]);
      const claimed: Claimed = {
        rows: { ...rows, load: () => rows.load().catch(tellUnparsable) },
        epoch: lease.epoch,
        async reached(position, through) {
          if (!(await pointer.served(position))) return;
          reports.applied(position, through);
          reports.reached(through);
        },
      };
      const stopped = await followLog(leading, claimed, leaving);
      if (!stopped && !leaving.aborted) throw new Error('The event store has ended the subscription.');
      return stopped;
    } catch (error) {
      if (!isDamage(error) && !(error instanceof UnparsableRowsError)) throw error;
      pointer.damaged(reasonOf(error));
      return undefined;
    } finally {
      forget();
      reports.role('standing by');
      if (lost.aborted) reports.warn('Another instance has taken over the projector; this one stands by.');
    }
  });
}

/** Rows contain JSON that cannot have been written: a byte was flipped where SQLite does not notice. */
class UnparsableRowsError extends Error {}

function tellUnparsable(error: unknown): never {
  throw error instanceof SyntaxError ? new UnparsableRowsError(error.message, { cause: error }) : error;
}

/** Stands by until another instance, which knows the event, has passed it; false when the signal aborts before. */
export async function standByAfter(leading: Leading, stopped: Stopped, signal: AbortSignal): Promise<boolean> {
  const { readModel, reports } = leading;
  while (!signal.aborted) {
    await delay(ASK_EVERY, undefined, { signal }).catch(() => undefined);
    const progress = await readModel.pointer.progress().catch(() => undefined);
    if (!progress || progress.through < stopped.position) continue;
    reports.stopped(undefined);
    return true;
  }
  return false;
}

/** Reports how far the projector of another instance has come, for this many milliseconds. */
async function standBy({ readModel, reports }: Leading, milliseconds: number, signal: AbortSignal): Promise<void> {
  const until = performance.now() + milliseconds;
  while (performance.now() < until && !signal.aborted) {
    const { position, through } = await readModel.pointer.progress();
    reports.handed(0, undefined);
    reports.applied(position, through);
    if (readModel.pointer.foreign() === undefined) reports.succeeded();
    reports.reached(through);
    await delay(LOOK_EVERY, undefined, { signal }).catch(() => undefined);
  }
}
