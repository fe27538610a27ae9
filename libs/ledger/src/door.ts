import { Inject, Injectable, Optional } from '@nestjs/common';
import type { KnownQuarantine, SourceEvent } from '@plant-ledger/domain';
import { StoreUnavailableError, type EventStore, type Position } from '@plant-ledger/event-store';
import { dryRunExecutor } from './dry-run.js';
import { CommandExecutor } from './executor/command-executor.js';
import { discard } from './quarantine/discard.js';
import { followQuarantine, readQuarantine } from './quarantine/follow-quarantine.js';
import { Quarantine } from './quarantine/quarantine.js';
import type { MonthClosing } from './month-closing.js';
import type { Outcome } from './outcome.js';
import type { Incoming, TakeInMode } from './incoming.js';
import { takeIn } from './take-in.js';

export const LEDGER_STORE = Symbol('LEDGER_STORE');
export const RECORDED_AT = Symbol('RECORDED_AT');
export const MONTH_CLOSING = Symbol('MONTH_CLOSING');

/** The one door into the log. Every command handler is a few lines in front of it. */
@Injectable()
export class Door {
  readonly #executor: CommandExecutor;
  readonly #quarantine: Quarantine;
  #known: Promise<void> | undefined;
  readonly #dryRuns = new WeakMap<object, CommandExecutor>();

  constructor(
    @Inject(LEDGER_STORE) private readonly store: EventStore,
    @Inject(RECORDED_AT) private readonly recordedAt: () => number,
    @Optional() @Inject(MONTH_CLOSING) private readonly monthClosing?: MonthClosing,
  ) {
    this.#executor = new CommandExecutor(store, { recordedAt, monthClosing });
    this.#quarantine = new Quarantine(store, recordedAt, (incoming) => this.takeMany(incoming, 'healing'));
  }

  async take(event: SourceEvent): Promise<Outcome> {
    const [outcome] = await this.takeMany([{ kind: 'event', event }], 'first time');
    if (!outcome) throw new StoreUnavailableError('no outcome');
    return outcome;
  }

  /** Batches that name the same `dryRun` build on each other, as if the ones before had been appended. */
  async takeMany(incoming: readonly Incoming[], mode: TakeInMode, dryRun: object = {}): Promise<Outcome[]> {
    await this.#known;
    const isDry = mode === 'dry run' || mode === 'dry retry';
    return takeIn(incoming, isDry ? this.#executorOf(dryRun) : this.#executor, this.#quarantine, mode);
  }

  /**
   * Follows the log for what is in quarantine until the signal aborts; resolves once everything that is there is known, for
   * which whatever comes in waits. Not needed over an empty log.
   */
  follow(known: KnownQuarantine | undefined, signal: AbortSignal): Promise<void> {
    this.#known = followQuarantine(this.store, this.#quarantine, known, signal);
    return this.#known;
  }

  /** How far this instance knows the log, as far as the quarantine is concerned. */
  get knownThrough(): Position {
    return this.#quarantine.index.through;
  }

  /** Reads the log up to its end for what is in quarantine, where nothing follows it. */
  readLog(): Promise<void> {
    return readQuarantine(this.store, this.#quarantine.index);
  }

  /** Takes in what waits for something that is there, as a crash may have left it. */
  sweep(): void {
    this.#quarantine.healing.sweep();
  }

  /** Takes in what need not wait any more, where nothing follows the log; resolves when there is nothing left of it. */
  async healed(): Promise<void> {
    const { index, healing } = this.#quarantine;
    for (let through: bigint | undefined; through !== index.through;) {
      through = index.through;
      healing.sweep();
      await healing.settled();
      await this.readLog();
    }
  }

  /** Resolves when nothing is being taken in by itself. */
  idle(): Promise<void> {
    return this.#quarantine.healing.settled();
  }

  /** Nothing is taken in by itself any more; resolves when what was under way is done. */
  stop(): Promise<void> {
    return this.#quarantine.healing.stop();
  }

  #executorOf(dryRun: object): CommandExecutor {
    const executor = this.#dryRuns.get(dryRun) ?? dryRunExecutor(this.store, { monthClosing: this.monthClosing });
    this.#dryRuns.set(dryRun, executor);
    return executor;
  }

  discard(
    eventId: string,
    waitingIn: string | undefined,
    reason: string,
    actor: string | undefined,
  ): Promise<'discarded' | 'already-settled'> {
    return discard(this.store, this.recordedAt, { eventId, waitingIn, reason, actor });
  }
}
