import { streamOf, streamOfKept, type SourceEvent } from '@plant-ledger/domain';
import type { EventStore, Position } from '@plant-ledger/event-store';
import type { Incoming } from '../incoming.js';
import type { Outcome } from '../outcome.js';
import { Healing } from './healing.js';
import { QuarantineIndex } from './quarantine-index.js';
import { hasBegun, positionsIn } from './one-stream.js';
import { waitingEvent, type WaitingEvent } from './waiting-events.js';
import { QuarantineStore, type QuarantineEntry } from './quarantine-store.js';

/** The quarantine of one instance: knows which events were refused or wait, keeps them, and lets them be recorded. */
export class Quarantine {
  readonly index = new QuarantineIndex();
  readonly quarantineStore: QuarantineStore;
  readonly healing: Healing;

  /** `decide` records events that need not wait any more. */
  constructor(
    private readonly store: EventStore,
    recordedAt: () => number,
    decide: (incoming: readonly Incoming[]) => Promise<readonly Outcome[]>,
  ) {
    this.quarantineStore = new QuarantineStore(store, recordedAt);
    this.healing = new Healing(store, this.index, this.quarantineStore, decide);
  }

  readonly isRecorded = async ({ type, data, eventId }: SourceEvent): Promise<boolean> =>
    (await this.positionsIn(streamOf(type, data), new Set([eventId]))).size > 0;

  readonly positionsIn = (stream: string, eventIds: ReadonlySet<string>): Promise<ReadonlyMap<string, Position>> =>
    positionsIn(this.store, stream, eventIds);

  /** Something was appended to this stream: what waits for it is decided next. */
  appended(stream: string): void {
    if (this.index.isWaitedFor(stream)) this.healing.look([stream]);
  }

  /** Records events of these streams that need not wait any more, before what follows them. */
  async bringForward(streams: () => readonly string[]): Promise<void> {
    if (this.healing.isIdle) return;
    const waiting = [...new Set(streams())].flatMap((stream) => [...this.index.waiting.of.of(stream)]);
    await this.healing.decide(waiting.filter(({ waitsFor }) => this.healing.isPending(waitsFor)));
  }

  /**
   * Keeps events, and returns the ids of those whose dependency is there by now.
   * @throws StoreUnavailableError, ContendedStreamError: sending the events again is safe.
   */
  async record(entries: readonly QuarantineEntry[]): Promise<ReadonlySet<string>> {
    const waiting: WaitingEvent[] = [];
    for (const { entry, position } of await this.quarantineStore.write(entries)) {
      const one = waitingOf(entry);
      this.index.appended(entry.eventId, one, position);
      if (one?.kind === 'for a thing') waiting.push(one);
    }
    const there = new Set<string>();
    for (const stream of new Set(waiting.map(({ waitsFor }) => waitsFor)))
      if (await hasBegun(this.store, stream)) there.add(stream);
    return new Set(waiting.flatMap(({ eventId, waitsFor }) => (there.has(waitsFor) ? [eventId] : [])));
  }
}

function waitingOf({ eventId, verdict }: QuarantineEntry): WaitingEvent | undefined {
  if (verdict.kind !== 'kept' || verdict.entry.waitsFor === undefined) return undefined;
  const { code, waitsFor, event } = verdict.entry;
  const stream = verdict.stream ?? streamOfKept(event);
  if (stream === undefined) return undefined;
  const { type, time } = event;
  return waitingEvent({ eventId, waitsFor, code }, { stream, type, time });
}
