import { toStored, type SourceEvent } from '@plant-ledger/domain';
import {
  NO_STREAM,
  START,
  StoreRequestError,
  type AppendResult,
  type EventStore,
  type Position,
  type StreamAppend,
} from '@plant-ledger/event-store';
import type { Aggregate, Aggregates } from '../aggregate.js';
import type { MonthClosing } from '../month-closing.js';
import type { Outcome } from '../outcome.js';
import { beforeAttempt } from './contention.js';
import { decideGroup, decideNow, type Circumstances } from './decide-group.js';
import {
  groupsOf,
  outcomesOf,
  segmentsOf,
  waitingAfter,
  type DecidedGroup,
  type Group,
  type Indexed,
} from './groups.js';
import { afterRefusal, allRefused } from './refused-append.js';
import { StreamLocks } from './stream-locks.js';
import { aboutBytes, StreamStates, UnusableStreamError, type StreamState } from './stream-states.js';
import { breather, nextTurn } from './time-slice.js';
import { withFigures } from './with-figures.js';

export interface ExecutorOptions {
  /** Stamps `recordedAt`, milliseconds since 1970 UTC. */
  readonly recordedAt: () => number;
  readonly remembered?: number;
  /** Without it, closing a month is refused. */
  readonly monthClosing?: MonthClosing | undefined;
}

export type RecordOptions = Partial<Pick<Circumstances, 'anew' | 'isHeldUp' | 'knownThrough'>>;

/** Undefined: there was nothing to append. */
type Appended = AppendResult | StoreRequestError | undefined;

/** Streams read from the store at once, when a batch touches many that are not cached. */
const READS_AT_ONCE = 64;

/**
 * Executes every command: load the state, decide, append at the exact revision; on a conflict read and decide again.
 * The same for one event or many; results are in the order of the events.
 */
export class CommandExecutor {
  readonly #states: StreamStates;
  readonly #locks = new StreamLocks();

  constructor(
    private readonly store: EventStore,
    private readonly aggregates: Aggregates,
    private readonly options: ExecutorOptions,
  ) {
    this.#states = new StreamStates(store, options.remembered ?? 20_000);
  }

  /**
   * Records events of one kind of thing, whatever streams they belong to.
   * @throws StoreUnavailableError, ContendedStreamError, MonthFiguresBehindError: it is not known what was appended;
   * sending all again is safe.
   */
  async record(aggregate: Aggregate, events: readonly SourceEvent[], options: RecordOptions = {}): Promise<Outcome[]> {
    const outcomes = new Array<Outcome>(events.length);
    await this.#record(groupsOf(aggregate, indexed(events)), outcomes, this.#circumstances(options));
    return outcomes;
  }

  /** Records events of any kinds: consecutive events of one kind, then the next. @throws as `record` does. */
  async recordAll(events: readonly SourceEvent[], options: RecordOptions = {}): Promise<Outcome[]> {
    const outcomes = new Array<Outcome>(events.length);
    const circumstances = this.#circumstances(options);
    /** By stream: it may be in several segments. */
    const waiting = new Map<string, SourceEvent[]>();
    for (const { category, events: some } of segmentsOf(indexed(events))) {
      const groups = groupsOf(this.aggregates[category], some, waiting);
      await this.#record(groups, outcomes, circumstances);
      for (const group of groups) waiting.set(group.stream, waitingAfter(group, outcomes));
    }
    return outcomes;
  }

  #circumstances({ anew = false, isHeldUp = () => false, knownThrough }: RecordOptions): Circumstances {
    const { aggregates } = this;
    return { aggregates, monthClosing: this.options.monthClosing, anew, isHeldUp, knownThrough };
  }

  /** Part by part: what does not fit into one append of its stream is decided when the part before is appended. */
  async #record(all: readonly Group[], outcomes: Outcome[], circumstances: Circumstances): Promise<void> {
    let groups = all;
    const streams = groups.map(({ stream }) => stream);
    await this.#locks.acquire(streams);
    try {
      for (; groups.length > 0; await beforeNext(groups))
        groups = await this.#append(await this.#decideAll(groups, circumstances), outcomes);
    } catch (error) {
      for (const stream of streams) this.#states.forget(stream);
      throw error;
    } finally {
      this.#locks.release(streams);
    }
  }

  /** Appends what was decided, and sets its outcomes; returns what is still to be decided of the groups. */
  async #append(groups: readonly DecidedGroup[], outcomes: Outcome[]): Promise<Group[]> {
    const decided = groups[0]?.group.aggregate.publishes ? await this.#publishing(groups) : groups;
    const appending = decided.filter(({ append }) => append.length > 0);
    // The store answers a repeated first append with its first position; only older positions distinguish it from a new
    // one.
    const before = appending.some(({ base }) => isAssumed(base)) ? await this.store.head() : START;
    const results = await appendEach(
      this.store,
      appending.map((group) => this.#toAppend(group)),
    );
    const unfinished: Group[] = [];
    let next = 0;
    for (const part of decided) {
      const result = part.append.length > 0 ? results[next++] : undefined;
      const goesOn = this.#answer(part, result, before, outcomes);
      if (goesOn) unfinished.push(goesOn);
    }
    return unfinished;
  }

  /** @returns what is left of the part's group. */
  #answer(part: DecidedGroup, result: Appended, before: Position, outcomes: Outcome[]): Group | undefined {
    const { group, rest } = part;
    if (result instanceof StoreRequestError) {
      const { answered, again } = afterRefusal(part, result);
      outcomesOf({ ...part, decided: answered, append: [] }, [], outcomes);
      return again;
    }
    if (result && (result.outcome === 'wrong-expected-revision' || isRepeated(part, result.positions, before)))
      return { ...group, goingOn: { ...group.goingOn, base: undefined, conflicts: conflictsOf(group) + 1 } };
    const base = result ? this.#rememberAppended(part, result.positions) : part.base;
    outcomesOf(part, result?.positions ?? [], outcomes);
    if (!rest) return undefined;
    const { events, cause, waiting } = rest;
    return { ...group, events, goingOn: { ...group.goingOn, base, cause, waiting, conflicts: 0 } };
  }

  /**
   * A segment has streams of one kind; what precedes a month's closing in a batch is appended already, so its figures
   * include it.
   */
  #publishing(groups: readonly DecidedGroup[]): Promise<DecidedGroup[]> {
    const { monthClosing, recordedAt } = this.options;
    return Promise.all(groups.map((part) => withFigures(part, monthClosing, this.store, recordedAt)));
  }

  async #decideAll(groups: readonly Group[], circumstances: Circumstances): Promise<DecidedGroup[]> {
    const decided = new Array<DecidedGroup>(groups.length);
    const waiting: [number, Group][] = [];
    const breathe = breather();
    for (const [index, group] of groups.entries()) {
      const now = decideNow(group, this.#states, circumstances);
      if (now) decided[index] = now;
      else waiting.push([index, group]);
      const turn = breathe();
      if (turn) await turn;
    }
    await eachOf(waiting, async ([index, group]) => {
      decided[index] = await decideGroup(group, this.#states, circumstances).catch((error: unknown) => {
        if (error instanceof UnusableStreamError) return allRefused(group, error);
        throw error;
      });
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

  #rememberAppended({ group, base, append }: DecidedGroup, positions: readonly Position[]): StreamState {
    const { evolve } = group.aggregate;
    let { state, bytes } = base;
    append.forEach((event, index) => {
      state = evolve(state, { ...event, position: positions[index] });
      bytes += aboutBytes(event.data);
    });
    const known = { state, revision: base.revision + append.length, bytes, fresh: false };
    this.#states.remember(group.stream, known);
    return known;
  }
}

/**
 * A result for each; where the store refuses them together, the result of each alone. Appending the same again is safe.
 */
async function appendEach(store: EventStore, appends: readonly StreamAppend[]): Promise<readonly Appended[]> {
  const refused = (error: unknown) => {
    if (error instanceof StoreRequestError) return error;
    throw error;
  };
  if (appends.length === 0) return [];
  const together = await store.appendMany(appends).catch(refused);
  if (!(together instanceof StoreRequestError)) return together;
  if (appends.length === 1) return [together];
  return Promise.all(appends.map((append) => store.append(append).catch(refused)));
}

const indexed = (events: readonly SourceEvent[]): Indexed[] => events.map((event, index) => ({ index, event }));

const conflictsOf = ({ goingOn }: Group): number => goingOn?.conflicts ?? 0;

/** @throws ContendedStreamError when one of them has had too many conflicts. */
async function beforeNext(groups: readonly Group[]): Promise<void> {
  const [most] = groups.toSorted((a, b) => conflictsOf(b) - conflictsOf(a));
  if (!most) return;
  await nextTurn();
  await beforeAttempt(conflictsOf(most) + 1, most.stream);
}

function isAssumed({ revision, fresh }: StreamState): boolean {
  return revision === NO_STREAM && !fresh;
}

/** A stream assumed to be new had these events already: they are duplicates, to be decided as such. */
function isRepeated({ base }: DecidedGroup, positions: readonly Position[], before: Position): boolean {
  const [first] = positions;
  return isAssumed(base) && first !== undefined && first <= before;
}

async function eachOf<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  for (let start = 0; start < items.length; start += READS_AT_ONCE)
    await Promise.all(items.slice(start, start + READS_AT_ONCE).map(work));
}
