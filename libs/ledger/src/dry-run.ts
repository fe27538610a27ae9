import {
  NO_STREAM,
  prepareAppend,
  StoreUnavailableError,
  type AppendResult,
  type EventStore,
  type StreamAppend,
} from '@plant-ledger/event-store';
import type { Aggregates } from './aggregate.js';
import { CommandExecutor } from './executor/command-executor.js';
import { dryMonthClosing, type MonthClosing } from './month-closing.js';

export interface DryRunOptions {
  readonly remembered?: number;
  /** As for the real executor: without it, closing a month is refused. No figures are read. */
  readonly monthClosing?: MonthClosing | undefined;
}

/**
 * An executor that decides as the real one does and appends nothing. It remembers what it "appends", so events of one
 * dry run build on each other.
 */
export function dryRunExecutor(
  store: EventStore,
  aggregates: Aggregates,
  { remembered = 100_000, monthClosing }: DryRunOptions = {},
): CommandExecutor {
  const appendMany = async (appends: readonly StreamAppend[]): Promise<readonly AppendResult[]> =>
    Promise.all(
      appends.map(prepareAppend).map(async ({ stream, expectedRevision, events }): Promise<AppendResult> => {
        // A production is assumed to be its stream's first event; here no append would detect that it is not.
        const [existing] = expectedRevision === NO_STREAM ? await store.readStream(stream, { limit: 1 }) : [];
        if (existing) return { outcome: 'wrong-expected-revision', actualRevision: existing.revision };
        return { outcome: 'appended', revision: expectedRevision + events.length, positions: [] };
      }),
    );
  const append = async (one: StreamAppend): Promise<AppendResult> => {
    const [result] = await appendMany([one]);
    if (!result) throw new StoreUnavailableError('no result');
    return result;
  };
  return new CommandExecutor({ ...readingPart(store), append, appendMany }, aggregates, {
    recordedAt: () => 0,
    remembered,
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
