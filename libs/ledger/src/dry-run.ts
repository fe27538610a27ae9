import {
  NO_STREAM,
  prepareAppend,
  type AppendResult,
  type EventStore,
  type StreamAppend,
} from '@plant-ledger/event-store';
import type { Aggregates } from './aggregate.js';
import { CommandExecutor } from './executor/command-executor.js';
import { dryMonthClosing, type MonthClosing } from './month-closing.js';

/** More streams than of a real executor: what a dry run has "appended" is nowhere else. */
const REMEMBERED = 100_000;

/**
 * An executor that decides as the real one does and appends nothing. It remembers what it "appends", so events of one
 * dry run build on each other. Without `monthClosing`, closing a month is refused; no figures are read.
 */
export function dryRunExecutor(
  store: EventStore,
  aggregates: Aggregates,
  monthClosing?: MonthClosing,
): CommandExecutor {
  const append = async (wanted: StreamAppend): Promise<AppendResult> => {
    const { stream, expectedRevision, events } = prepareAppend(wanted);
    // A production is assumed to be its stream's first event; here no append would detect that it is not.
    const [existing] = expectedRevision === NO_STREAM ? await store.readStream(stream, { limit: 1 }) : [];
    if (existing) return { outcome: 'wrong-expected-revision', actualRevision: existing.revision };
    return { outcome: 'appended', revision: expectedRevision + events.length, positions: [] };
  };
  const appendMany = (appends: readonly StreamAppend[]) => Promise.all(appends.map(append));
  return new CommandExecutor({ ...readingPart(store), append, appendMany }, aggregates, {
    recordedAt: () => 0,
    remembered: REMEMBERED,
    monthClosing: monthClosing && dryMonthClosing(monthClosing),
  });
}

export function readingPart(store: EventStore): Omit<EventStore, 'append' | 'appendMany'> {
  return {
    engine: store.engine,
    description: store.description,
    readStream: (stream, options) => store.readStream(stream, options),
    readAll: (options) => store.readAll(options),
    subscribeAll: (options) => store.subscribeAll(options),
    head: () => store.head(),
    close: () => Promise.resolve(),
  };
}
