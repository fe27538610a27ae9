import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import {
  readCloudEvent,
  reconsider,
  withCountsFrom,
  type IntakeContext,
  type NotAnEvent,
  type StreamReport,
} from '@plant-ledger/intake';
import {
  commandFor,
  TakeInBatch,
  takeInMode,
  type Incoming,
  type Outcome,
  type TakeInMode,
  type TakingIn,
} from '@plant-ledger/ledger';
import type { KeptEvent } from '@plant-ledger/domain';
import { currentRequest } from '../logging/request-ids.js';
import type { Meters } from '../metrics/meters.js';
import { LEDGER_CLOCK, METERS, SOURCE_COUNTING, TRACING, type LedgerClock } from '../tokens.js';
import type { Tracing } from '../tracing/tracing.js';
import type { Rush } from './rush.js';
import type { SourceCounting } from './source-counting.js';

export const LEDGER_EARLIEST = Symbol('LEDGER_EARLIEST');
export const RUSH = Symbol('RUSH');

/** Sends what comes in to the CommandBus: one event as its own command, many as one batch. */
@Injectable()
export class IntakeService {
  constructor(
    private readonly commands: CommandBus,
    @Inject(LEDGER_CLOCK) private readonly clock: LedgerClock,
    @Inject(LEDGER_EARLIEST) private readonly earliest: number,
    @Inject(RUSH) private readonly rush: Rush,
    @Inject(METERS) private readonly meters: Pick<Meters, 'intake'>,
    @Inject(TRACING) private readonly tracing: Pick<Tracing, 'takingIn'>,
    @Inject(SOURCE_COUNTING) private readonly counting: Pick<SourceCounting, 'took'>,
  ) {}

  read(json: unknown): Incoming | NotAnEvent {
    const read = readCloudEvent(json, this.context());
    if (read.kind === 'not-an-event') this.meters.intake.noEvent();
    return read;
  }

  async takeOne(incoming: Incoming, taking: TakingIn): Promise<Outcome> {
    if (incoming.kind === 'event' && takeInMode(taking) === 'first time') {
      this.rush.came(1);
      correlate([incoming]);
      const command = commandFor(incoming.event);
      const outcome = await this.tracing.takingIn(1, 'first time', () => this.commands.execute(command));
      this.#count([incoming], [outcome]);
      return withCountsFrom(outcome, incoming, this.clock.now());
    }
    const [outcome] = await this.takeMany([incoming], taking);
    if (!outcome) throw new Error('the ledger gave no outcome');
    return outcome;
  }

  /** `request` is whatever stands for the request: the batches of one dry run build on each other. */
  async takeMany(incoming: readonly Incoming[], taking: TakingIn, request?: object): Promise<readonly Outcome[]> {
    this.rush.came(incoming.length);
    correlate(incoming);
    const outcomes = await this.#takeIn(incoming, takeInMode(taking), request);
    if (!taking.dryRun) this.#count(incoming, outcomes);
    return outcomes;
  }

  #count(incoming: readonly Incoming[], outcomes: readonly Outcome[]): void {
    this.meters.intake.took(incoming, outcomes, this.clock.now());
    this.counting.took(incoming, outcomes);
  }

  /** A stream's lines that are no events are counted, too. */
  async *counted(reports: AsyncIterable<readonly StreamReport[]>): AsyncGenerator<readonly StreamReport[]> {
    for await (const report of reports) {
      for (const line of report) if ('result' in line && line.eventId === undefined) this.meters.intake.noEvent();
      yield report;
    }
  }

  /** Decides kept events anew. */
  retry(kept: readonly KeptEvent[]): Promise<readonly Outcome[]> {
    const context = this.context();
    return this.#takeIn(
      kept.map((event) => reconsider(event, context)),
      'retry',
    );
  }

  async #takeIn(incoming: readonly Incoming[], mode: TakeInMode, request?: object): Promise<readonly Outcome[]> {
    const command = new TakeInBatch(incoming, mode, request);
    const outcomes = await this.tracing.takingIn(incoming.length, mode, () => this.commands.execute(command));
    const now = this.clock.now();
    return outcomes.map((outcome, index) => withCountsFrom(outcome, incoming[index], now));
  }

  context(): IntakeContext {
    return { now: this.clock.now(), earliest: this.earliest };
  }
}

/** What the events belong to is logged with their request, where they all say the same. */
function correlate(incoming: readonly Incoming[]): void {
  const correlation = correlationOf(incoming[0]);
  const ids = currentRequest.getStore();
  if (ids && correlation !== undefined && incoming.every((one) => correlationOf(one) === correlation))
    ids.correlation = correlation;
}

function correlationOf(one: Incoming | undefined): string | undefined {
  return one?.kind === 'event' ? one.event.correlation : one?.refusal.event.correlation;
}
