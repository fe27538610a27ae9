import { setTimeout as delay } from 'node:timers/promises';
import {
  checkData,
  evolveUnit,
  isEventType,
  isRefusedByLife,
  NEW_QUARANTINE,
  NEW_UNIT,
  sourceEvent,
  type KeptContent,
  type QuarantineState,
  type SourceEvent,
} from '@plant-ledger/domain';
import type { EventStore } from '@plant-ledger/event-store';
import type { Incoming } from '../incoming.js';
import type { Outcome } from '../outcome.js';
import { hasBegun, loadStream } from './one-stream.js';
import type { Candidate, QuarantineIndex } from './quarantine-index.js';
import type { QuarantineStore } from './quarantine-store.js';

/** How many are decided together, and milliseconds until what the store did not accept is tried again. */
const TOGETHER = 500;
const TRY_AGAIN = 1_000;

export class Healing {
  readonly #pending = new Set<string>();
  #current: string | undefined;
  #running: Promise<void> | undefined;
  #isStopped = false;

  constructor(
    private readonly store: EventStore,
    private readonly index: QuarantineIndex,
    private readonly quarantineStore: QuarantineStore,
    private readonly record: (incoming: readonly Incoming[]) => Promise<readonly Outcome[]>,
  ) {}

  get isIdle(): boolean {
    return this.#pending.size === 0 && this.#current === undefined;
  }

  isPending(stream: string): boolean {
    return stream === this.#current || this.#pending.has(stream);
  }

  /** These streams have changed: soon decides what waits for them. */
  look(streams: readonly string[]): void {
    if (this.#isStopped) return;
    for (const stream of streams) this.#pending.add(stream);
    if (this.#pending.size > 0) this.#running ??= this.#run();
  }

  /** Decides everything that waits for something. */
  sweep(): void {
    this.look(this.index.needs());
  }

  async settled(): Promise<void> {
    while (this.#running) await this.#running;
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#pending.clear();
    await this.settled();
  }

  /** Decides these in the order of `occurredAt`; those that no longer wait are left out. */
  async decide(candidates: readonly Candidate[]): Promise<void> {
    const { through } = this.index;
    const inOrder = candidates.toSorted((one, other) => one.occurredAt - other.occurredAt);
    for (let start = 0; start < inOrder.length; start += TOGETHER) {
      const some = inOrder.slice(start, start + TOGETHER);
      const states = await this.quarantineStore.load(some.map(({ eventId }) => eventId));
      const events: SourceEvent[] = [];
      for (const candidate of some) {
        const state = states.get(candidate.eventId) ?? NEW_QUARANTINE;
        const event = openEvent(candidate.eventId, state) ?? (await this.#parked(candidate));
        if (event) events.push(event);
        else this.index.wasSettledOtherwise(candidate.eventId, candidate.stream);
      }
      events.sort((one, other) => one.occurredAt - other.occurredAt);
      if (events.length === 0) continue;
      const outcomes = await this.record(events.map((event) => ({ kind: 'event', event })));
      for (const outcome of outcomes)
        if (outcome.result === 'rejected' && outcome.stream !== undefined)
          this.index.refusedAgain(outcome.eventId, outcome.stream, through);
    }
  }

  async #run(): Promise<void> {
    // The caller goes on first.
    await new Promise(setImmediate);
    for (let [stream] = this.#pending; stream !== undefined; [stream] = this.#pending) {
      this.#pending.delete(stream);
      this.#current = stream;
      try {
        await this.#heal(stream);
      } catch {
        // The store is away, or has too many writers. What is not recorded keeps waiting, and is counted.
        if (this.#isStopped) break;
        this.#pending.add(stream);
        await delay(TRY_AGAIN);
      }
    }
    this.#current = undefined;
    this.#running = undefined;
  }

  async #heal(stream: string): Promise<void> {
    if (await hasBegun(this.store, stream)) await this.decide(this.index.candidates(stream));
  }

  /** A fact that waited in its unit's stream, perhaps after it was in quarantine, and was refused there. */
  async #parked({ eventId, stream }: Candidate): Promise<SourceEvent | undefined> {
    if (!stream.startsWith('unit-')) return undefined;
    const { state: unit } = await loadStream(this.store, stream, NEW_UNIT, evolveUnit);
    const settled = unit.settled.find(({ fact }) => fact.eventId === eventId);
    if (settled?.result !== 'rejected') return undefined;
    return { ...settled.fact, occurredAt: Date.parse(settled.fact.occurredAt) };
  }
}

/** The content kept last, if it waits or was refused because of its unit's or line's state. */
function openEvent(eventId: string, { current = '', contents }: QuarantineState): SourceEvent | undefined {
  const kept = contents.get(current);
  const isOpen = kept?.status === 'waiting' || (kept?.status === 'rejected' && isRefusedByLife(kept.code));
  return kept && isOpen ? keptEvent(eventId, current, kept) : undefined;
}

function keptEvent(eventId: string, hash: string, { event }: KeptContent): SourceEvent | undefined {
  const { type, source, id, time, actor, correlation, sequence, by } = event;
  if (!isEventType(type)) return undefined;
  // What was decided was valid; the quarantine keeps invalid content in the same form.
  const { data, faults } = checkData(type, event.data);
  if (faults) return undefined;
  const occurredAt = Date.parse(time);
  return sourceEvent(type, data, { source, id, eventId, hash, occurredAt, actor, correlation, sequence, by });
}
