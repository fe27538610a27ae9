import { toStored, type DecidedEvent, type SourceEvent } from '@plant-ledger/domain';
import { NO_STREAM, START, type EventStore, type Position } from '@plant-ledger/event-store';
import { AGGREGATES } from '../aggregate.js';
import { withFigures, type MonthClosing } from '../month-closing.js';
import type { Outcome } from '../outcome.js';
import { beforeAttempt } from './contention.js';
import { decideGroup, decideNow, type Circumstances, type DecidedGroup } from './decide-group.js';
import { outcomesOf } from './group-outcomes.js';
import { segmentsOf, type Group, type Indexed } from './segments.js';
import { StreamLocks } from './stream-locks.js';
import { StreamStates, type StreamState } from './stream-states.js';

export interface ExecutorOptions {
  /** Stamps `recordedAt`, milliseconds since 1970 UTC. */
  readonly recordedAt: () => number;
  /** How many streams' states are remembered. */
  readonly remembered?: number;
  /** Without it, closing a month is refused. */
  readonly monthClosing?: MonthClosing | undefined;
}

/** Streams read from the store at once, when a batch touches many that are not remembered. */
const READS_AT_ONCE = 64;

/**
 * Behind every command: load the state, decide, append at the exact revision; on a conflict read again and decide again.
 * One event or many, the way is the same; results stand in the order of the events.
 */
export class CommandExecutor {
  readonly #states: StreamStates;
  readonly #locks = new StreamLocks();
  readonly #circumstances: Circumstances;

  constructor(
    private readonly store: EventStore,
    private readonly options: ExecutorOptions,
  ) {
    this.#states = new StreamStates(store, options.remembered ?? 20_000);
    this.#circumstances = { monthClosing: options.monthClosing };
  }

  /** @throws StoreUnavailableError, ContendedStreamError, MonthFiguresBehindError: it is not known what was appended; sending all again is safe. */
  async execute(events: readonly SourceEvent[]): Promise<Outcome[]> {
    const outcomes = new Array<Outcome>(events.length);
    for (const segment of segmentsOf(events.map((event, index): Indexed => ({ index, event })))) {
      const streams = segment.map(({ stream }) => stream);
      await this.#locks.acquire(streams);
      try {
        await this.#executeSegment(segment, outcomes);
      } catch (error) {
        for (const stream of streams) this.#states.forget(stream);
        throw error;
      } finally {
        this.#locks.release(streams);
      }
    }
    return outcomes;
  }

  async #executeSegment(segment: readonly Group[], outcomes: Outcome[]): Promise<void> {
    let pending = await this.#append(await this.#decideAll(segment), outcomes);
    for (let attempt = 2; pending[0]; attempt += 1) {
      await beforeAttempt(attempt, pending[0].stream);
      pending = await this.#append(await this.#decideAgain(pending), outcomes);
    }
  }

  /** Appends what was decided; the groups that met a conflict are returned, to be decided again. */
  async #append(groups: readonly DecidedGroup[], outcomes: Outcome[]): Promise<Group[]> {
    const decided = groups[0]?.group.category === 'month' ? await this.#withFigures(groups) : groups;
    const appending = decided.filter(({ append }) => append.length > 0);
    // The store answers a repeated first append with its first position; only older positions tell it from a new one.
    const before = appending.some(({ base }) => isAssumed(base)) ? await this.store.head() : START;
    const results =
      appending.length > 0 ? await this.store.appendMany(appending.map((group) => this.#toAppend(group))) : [];
    const conflicts: Group[] = [];
    let next = 0;
    for (const group of decided) {
      const result = group.append.length > 0 ? results[next++] : undefined;
      if (result && (result.outcome === 'wrong-expected-revision' || isRepeated(group, result.positions, before))) {
        conflicts.push(group.group);
        continue;
      }
      if (result) this.#rememberAppended(group, result.positions);
      outcomesOf(group, result?.positions ?? [], outcomes);
    }
    return conflicts;
  }

  /** A segment holds streams of one kind; what stands before a month's in a batch is appended, so its figures have it. */
  #withFigures(groups: readonly DecidedGroup[]): Promise<DecidedGroup[]> {
    return Promise.all(
      groups.map(async (group) => {
        const { parts, events } = await withFigures(group.append, this.options.monthClosing);
        return { ...group, base: await this.#behindParts(group, parts), append: events };
      }),
    );
  }

  /** Appends the parts of a closing's figures, which count for nothing before it; where somebody else comes between, it meets the conflict. */
  async #behindParts({ group, base }: DecidedGroup, parts: readonly DecidedEvent[]): Promise<StreamState> {
    let { revision } = base;
    for (const part of parts) {
      const events = [toStored(part, this.options.recordedAt())];
      const { outcome } = await this.store.append({ stream: group.stream, expectedRevision: revision, events });
      if (outcome === 'wrong-expected-revision') return base;
      revision += 1;
    }
    return { ...base, revision };
  }

  async #decideAll(groups: readonly Group[]): Promise<DecidedGroup[]> {
    const decided = new Array<DecidedGroup>(groups.length);
    const waiting: number[] = [];
    groups.forEach((group, index) => {
      const now = decideNow(group, this.#states, this.#circumstances);
      if (now) decided[index] = now;
      else waiting.push(index);
    });
    await eachOf(waiting, async (index) => {
      const group = groups[index];
      if (group) decided[index] = await decideGroup(group, this.#states, this.#circumstances);
    });
    return decided;
  }

  /** Nothing remembered of these streams holds: they are read as they are now. */
  async #decideAgain(groups: readonly Group[]): Promise<DecidedGroup[]> {
    const decided = new Array<DecidedGroup>(groups.length);
    await eachOf([...groups.entries()], async ([index, group]) => {
      const read = await this.#states.read(group.category, group.stream);
      decided[index] = await decideGroup(group, this.#states, this.#circumstances, read);
    });
    return decided;
  }

  #toAppend({ group, base, append }: DecidedGroup) {
    const recordedAt = this.options.recordedAt();
    return {
      stream: group.stream,
      expectedRevision: base.revision,
      events: append.map((event) => toStored(event, recordedAt)),
    };
  }

  #rememberAppended({ group, base, append }: DecidedGroup, positions: readonly Position[]): void {
    const { evolve } = AGGREGATES[group.category];
    let { state } = base;
    append.forEach((event, index) => (state = evolve(state, { ...event, position: positions[index] })));
    this.#states.remember(group.stream, { state, revision: base.revision + append.length, fresh: false });
  }
}

function isAssumed({ revision, fresh }: StreamState): boolean {
  return revision === NO_STREAM && !fresh;
}

/** A stream assumed to be new had these events already: they are duplicates, to be decided as such. */
function isRepeated({ base }: DecidedGroup, positions: readonly Position[], before: Position): boolean {
  const [first] = positions;
  return isAssumed(base) && first !== undefined && first <= before;
}

/** Does the work for each, so many of them at a time. */
async function eachOf<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  for (let start = 0; start < items.length; start += READS_AT_ONCE)
    await Promise.all(items.slice(start, start + READS_AT_ONCE).map(work));
}
