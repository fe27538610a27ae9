import type { EventQuarantined, KnownQuarantine, SourceEvent } from '@plant-ledger/domain';
import { formatPosition, StoreUnavailableError, type EventStore, type Position } from '@plant-ledger/event-store';
import type { Aggregate, Aggregates } from './aggregate.js';
import { dryRunExecutor } from './dry-run.js';
import { CommandExecutor, type RecordOptions } from './executor/command-executor.js';
import { askerOf, eventIdOf, firstPlaces, streamsOf, type Incoming, type RecordingMode } from './incoming.js';
import type { MonthClosing } from './month-closing.js';
import type { Outcome } from './outcome.js';
import { answeredBefore } from './quarantine/answered-before.js';
import { discard, type Discarding } from './quarantine/discard.js';
import { followQuarantine, readQuarantine } from './quarantine/follow-quarantine.js';
import { Quarantine } from './quarantine/quarantine.js';
import type { QuarantineEntry } from './quarantine/quarantine-store.js';
import { occasionOf, verdictOn, waitForEarlier } from './quarantine/verdict.js';

/** Loads, decides and appends: by the rules of one aggregate, or of each event's own. */
type Execute = (events: readonly SourceEvent[], options: RecordOptions) => Promise<readonly Outcome[]>;

/**
 * The one way into the log for command handlers. An event that was answered before gets the same answer; a new one is
 * decided and appended by the executor; one that is refused or waits is kept in quarantine.
 */
export class CommandGateway {
  readonly #executor: CommandExecutor;
  readonly #quarantine: Quarantine;
  #known: Promise<void> | undefined;
  readonly #dryRuns = new WeakMap<object, CommandExecutor>();

  /** Without `monthClosing`, closing a month is refused. */
  constructor(
    private readonly store: EventStore,
    private readonly aggregates: Aggregates,
    private readonly recordedAt: () => number,
    private readonly monthClosing?: MonthClosing,
  ) {
    this.#executor = new CommandExecutor(store, aggregates, { recordedAt, monthClosing });
    this.#quarantine = new Quarantine(store, recordedAt, (incoming) => this.recordMany(incoming, 'healing'));
  }

  /** @throws StoreUnavailableError, ContendedStreamError: sending it again is safe. */
  async record(aggregate: Aggregate, event: SourceEvent): Promise<Outcome> {
    const [outcome] = await this.#record([{ kind: 'event', event }], 'first time', (events, options) =>
      this.#executor.record(aggregate, events, options),
    );
    if (!outcome) throw new StoreUnavailableError('no outcome');
    return outcome;
  }

  /**
   * Outcomes are in the order given. Batches with the same `dryRun` build on each other, as if the ones before had been
   * appended. @throws as `record` does: sending all again is safe.
   */
  recordMany(incoming: readonly Incoming[], mode: RecordingMode, dryRun: object = {}): Promise<Outcome[]> {
    const executor = isDry(mode) ? this.#executorOf(dryRun) : this.#executor;
    return this.#record(incoming, mode, (events, options) => executor.recordAll(events, options));
  }

  async #record(incoming: readonly Incoming[], mode: RecordingMode, execute: Execute): Promise<Outcome[]> {
    await this.#known;
    const quarantine = this.#quarantine;
    const anew = mode === 'retry' || mode === 'dry retry' || mode === 'healing';
    if (!isDry(mode) && mode !== 'healing') await quarantine.bringForward(() => streamsOf(incoming));
    const answered = anew ? new Map<number, Outcome>() : await answeredBefore(incoming, quarantine);
    const ids = new Set(incoming.map(eventIdOf));
    const firsts = ids.size < incoming.length ? firstPlaces(incoming) : incoming.map((_, place) => place);
    const decidedAt = formatPosition(quarantine.index.through);
    const isNew = (place: number) => !answered.has(place) && firsts[place] === place;

    const decided = (
      await execute(
        incoming.flatMap((one, place) => (one.kind === 'event' && isNew(place) ? [one.event] : [])),
        {
          anew,
          isHeldUp: (stream, event, isRefused) => quarantine.index.waiting.isHeldUp(stream, ids, event, isRefused),
          knownThrough: decidedAt,
        },
      )
    ).values();
    const outcomes = new Map<number, Outcome>();
    for (const [place, one] of incoming.entries())
      if (isNew(place)) outcomes.set(place, one.kind === 'invalid' ? refusalOf(one.refusal) : next(decided));
    waitForEarlier(incoming, outcomes, quarantine.index);
    if (!isDry(mode)) await this.#keep(incoming, outcomes, mode, decidedAt, execute);

    return incoming.map((_, place): Outcome => {
      const first = firsts[place] ?? place;
      const outcome = answered.get(place) ?? outcomes.get(first);
      if (!outcome) throw new Error('an event was given no outcome');
      const answer = first === place || answered.has(place) ? outcome : repeated(outcome);
      return isDry(mode) ? withoutPlace(answer) : withQuarantine(answer);
    });
  }

  /** Keeps what is refused or waits; where what it waits for came meanwhile, records it at once. */
  async #keep(
    incoming: readonly Incoming[],
    outcomes: Map<number, Outcome>,
    mode: RecordingMode,
    decidedAt: string,
    execute: Execute,
  ): Promise<void> {
    const quarantine = this.#quarantine;
    const entries: QuarantineEntry[] = [];
    for (const [place, outcome] of outcomes) {
      if (outcome.result === 'accepted') quarantine.appended(outcome.stream);
      const { eventId } = outcome;
      const one = incoming[place];
      const verdict = one && verdictOn(one, outcome, { mode, decidedAt, isKept: quarantine.index.ids.has(eventId) });
      if (!verdict) continue;
      const occasion = occasionOf(mode, verdict, quarantine.index);
      entries.push({ eventId, verdict, occasion, by: mode === 'healing' ? undefined : askerOf(one) });
    }
    if (entries.length === 0) return;
    const there = await quarantine.record(entries);
    const places = [...outcomes.keys()].filter((place) => there.has(outcomes.get(place)?.eventId ?? ''));
    const ready = places.flatMap((place) => incoming[place] ?? []);
    if (ready.length === 0) return;
    const healed = await this.#record(ready, 'healing', execute);
    places.forEach((place, index) => {
      const outcome = healed[index];
      if (outcome) outcomes.set(place, outcome);
    });
  }

  /**
   * Follows the log for the content of the quarantine until the signal aborts; resolves once it is all known, and
   * everything that comes in waits for that. Not needed over an empty log.
   */
  follow(known: KnownQuarantine | undefined, signal: AbortSignal): Promise<void> {
    this.#known = followQuarantine(this.store, this.#quarantine, known, signal);
    return this.#known;
  }

  /** How far this instance knows the log, as far as the quarantine is concerned. */
  get knownThrough(): Position {
    return this.#quarantine.index.through;
  }

  /** Reads the log up to its end for the content of the quarantine, where nothing follows it. */
  readLog(): Promise<void> {
    return readQuarantine(this.store, this.#quarantine.index);
  }

  /** Records what waits for something that is there, as a crash may have left it. */
  sweep(): void {
    this.#quarantine.healing.sweep();
  }

  /** Records what need not wait any more, where nothing follows the log; resolves when there is none left. */
  async healed(): Promise<void> {
    const { index, healing } = this.#quarantine;
    for (let through: bigint | undefined; through !== index.through;) {
      through = index.through;
      healing.sweep();
      await healing.settled();
      await this.readLog();
    }
  }

  idle(): Promise<void> {
    return this.#quarantine.healing.settled();
  }

  /** Stops healing; resolves when what was under way is done. */
  stop(): Promise<void> {
    return this.#quarantine.healing.stop();
  }

  #executorOf(dryRun: object): CommandExecutor {
    const executor = this.#dryRuns.get(dryRun) ?? dryRunExecutor(this.store, this.aggregates, this.monthClosing);
    this.#dryRuns.set(dryRun, executor);
    return executor;
  }

  discard(discarding: Discarding): Promise<'discarded' | 'already-settled'> {
    return discard(this.store, this.recordedAt, discarding);
  }
}

function isDry(mode: RecordingMode): boolean {
  return mode === 'dry run' || mode === 'dry retry';
}

function next(outcomes: Iterator<Outcome>): Outcome {
  const { value } = outcomes.next() as { readonly value?: Outcome };
  if (!value) throw new Error('an event was given no outcome');
  return value;
}

function repeated(outcome: Outcome): Outcome {
  if (outcome.result !== 'accepted') return { ...outcome, again: true };
  const { eventId, stream, position } = outcome;
  return { result: 'duplicate', eventId, stream, position, first: eventId };
}

function refusalOf({ eventId, code, detail, errors }: EventQuarantined): Outcome {
  return { result: 'rejected', eventId, code, detail, errors };
}

function withQuarantine(outcome: Outcome): Outcome {
  if (outcome.result === 'rejected' && outcome.code === 'not-allowed') return outcome;
  if (outcome.result === 'rejected' || outcome.result === 'quarantined')
    return { ...outcome, quarantine: outcome.eventId };
  if (outcome.result === 'duplicate' && outcome.differs) return { ...outcome, quarantine: outcome.eventId };
  return outcome;
}

/** A dry run appends and keeps nothing, so it has no place to report. */
function withoutPlace(outcome: Outcome): Outcome {
  if (outcome.result === 'accepted') return { ...outcome, revision: undefined, position: undefined };
  return outcome.result === 'quarantined' ? { ...outcome, position: undefined, quarantine: undefined } : outcome;
}
