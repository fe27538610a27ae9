import { Inject, Injectable, Optional } from '@nestjs/common';
import type { SourceEvent } from '@plant-ledger/domain';
import { StoreUnavailableError, type EventStore } from '@plant-ledger/event-store';
import { dryRunExecutor } from './dry-run.js';
import { CommandExecutor } from './executor/command-executor.js';
import { discard } from './quarantine/discard.js';
import { QuarantineKeeper } from './quarantine/quarantine-keeper.js';
import type { MonthClosing } from './month-closing.js';
import type { Outcome } from './outcome.js';
import { takeIn, type Incoming, type TakeInMode } from './take-in.js';

export const LEDGER_STORE = Symbol('LEDGER_STORE');
export const RECORDED_AT = Symbol('RECORDED_AT');
export const MONTH_CLOSING = Symbol('MONTH_CLOSING');

/** The one door into the log. Every command handler is a few lines in front of it. */
@Injectable()
export class Door {
  readonly #executor: CommandExecutor;
  readonly #keeper: QuarantineKeeper;
  readonly #dryRuns = new WeakMap<object, CommandExecutor>();

  constructor(
    @Inject(LEDGER_STORE) private readonly store: EventStore,
    @Inject(RECORDED_AT) private readonly recordedAt: () => number,
    @Optional() @Inject(MONTH_CLOSING) private readonly monthClosing?: MonthClosing,
  ) {
    this.#executor = new CommandExecutor(store, { recordedAt, monthClosing });
    this.#keeper = new QuarantineKeeper(store, recordedAt);
  }

  async take(event: SourceEvent): Promise<Outcome> {
    const [outcome] = await this.takeMany([{ kind: 'event', event }], 'first time');
    if (!outcome) throw new StoreUnavailableError('no outcome');
    return outcome;
  }

  /** Batches that name the same `dryRun` build on each other, as if the ones before had been appended. */
  takeMany(incoming: readonly Incoming[], mode: TakeInMode, dryRun: object = {}): Promise<Outcome[]> {
    const executor = mode === 'dry run' ? this.#executorOf(dryRun) : this.#executor;
    return takeIn(incoming, executor, this.#keeper, mode);
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
