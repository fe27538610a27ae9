import { Inject, Injectable } from '@nestjs/common';
import { CommandBus, type Command } from '@nestjs/cqrs';
import {
  readCloudEvent,
  reconsider,
  withCountsFrom,
  type IntakeContext,
  type NotAnEvent,
  type ReceivedEvent,
  type StreamReport,
} from '@plant-ledger/intake';
import {
  commandFor,
  RecordBatch,
  recordingMode,
  type Incoming,
  type Outcome,
  type RecordingMode,
  type RecordingOptions,
} from '@plant-ledger/ledger';
import type { KeptEvent } from '@plant-ledger/domain';
import { Access } from '../platform/access/access.js';
import { plantsOf, refusalToReport, type Principal } from '../platform/access/principal.js';
import { currentRequest } from '../platform/logging/request-ids.js';
import { Meters } from '../platform/metrics/meters.js';
import type { Tracing } from '../platform/tracing/tracing.js';
import { SourceCounting } from '../sources/source-counting.js';
import { LEDGER_CLOCK, LEDGER_EARLIEST, TRACING, type LedgerClock } from '../tokens.js';
import { BackPressure } from './back-pressure.js';

/** Sends received events to the CommandBus: one event as its own command, many as one batch. */
@Injectable()
export class IntakeService {
  constructor(
    private readonly commands: CommandBus,
    private readonly access: Access,
    @Inject(LEDGER_CLOCK) private readonly clock: LedgerClock,
    @Inject(LEDGER_EARLIEST) private readonly earliest: number,
    private readonly backPressure: BackPressure,
    private readonly meters: Meters,
    @Inject(TRACING) private readonly tracing: Tracing,
    private readonly counting: SourceCounting,
  ) {}

  read(json: unknown, context: IntakeContext): Incoming | NotAnEvent {
    const read = readCloudEvent(json, context);
    if (read.kind === 'not-an-event') this.meters.intake.noEvent();
    return read;
  }

  async recordOne(incoming: Incoming, options: RecordingOptions): Promise<Outcome> {
    if (incoming.kind === 'event' && recordingMode(options) === 'first time') {
      correlate([incoming]);
      const command = commandFor(incoming.event);
      const outcome = await this.#execute(1, 'first time', command);
      this.#count([incoming], [outcome]);
      return withCountsFrom(outcome, incoming, this.clock.now());
    }
    const [outcome] = await this.recordMany([incoming], options);
    if (!outcome) throw new Error('the ledger gave no outcome');
    return outcome;
  }

  /** `request` is any object that identifies the request: the batches of one dry run build on each other. */
  async recordMany(
    incoming: readonly Incoming[],
    options: RecordingOptions,
    request?: object,
  ): Promise<readonly Outcome[]> {
    correlate(incoming);
    const outcomes = await this.#record(incoming, recordingMode(options), request);
    if (!options.dryRun) this.#count(incoming, outcomes);
    return outcomes;
  }

  #count(incoming: readonly Incoming[], outcomes: readonly Outcome[]): void {
    this.meters.intake.took(incoming, outcomes, this.clock.now());
    this.counting.took(incoming, outcomes);
  }

  /** Also counts a stream's lines that are no events. */
  async *counted(reports: AsyncIterable<readonly StreamReport[]>): AsyncGenerator<readonly StreamReport[]> {
    for await (const report of reports) {
      for (const line of report) if ('result' in line && line.eventId === undefined) this.meters.intake.noEvent();
      yield report;
    }
  }

  /** `asker`: who wants it decided anew; what it may say was judged when it was kept. */
  retry(kept: readonly KeptEvent[], asker: Principal | null): Promise<readonly Outcome[]> {
    const context = this.context();
    return this.#record(
      kept.map((event) => ({ ...reconsider(event, context), retriedBy: asker?.by })),
      'retry',
    );
  }

  async #record(incoming: readonly Incoming[], mode: RecordingMode, request?: object): Promise<readonly Outcome[]> {
    const command = new RecordBatch(incoming, mode, request);
    const outcomes = await this.#execute(incoming.length, mode, command);
    const now = this.clock.now();
    return outcomes.map((outcome, index) => withCountsFrom(outcome, incoming[index], now));
  }

  #execute<Answer extends Outcome | readonly Outcome[]>(
    events: number,
    mode: RecordingMode,
    command: Command<Answer>,
  ): Promise<Answer> {
    return this.backPressure.during(events, () =>
      this.tracing.recording(events, mode, () => this.commands.execute(command)),
    );
  }

  /**
   * `sender`: who delivers, and may what they may now; null where an event is read again that was kept before.
   * @throws ProblemException 401 where their key is over.
   */
  context(sender: Principal | null = null): IntakeContext {
    const context = { now: this.clock.now(), frozen: this.clock.frozen, earliest: this.earliest };
    const now = sender && this.access.renewed(sender);
    if (now?.by === undefined) return context;
    return {
      ...context,
      by: now.by,
      ofPlants: plantsOf(now),
      refusalToReport: (event: ReceivedEvent) => refusalToReport(now, event, this.access.rights),
    };
  }
}

/** Logs the correlation id with the request where all its events have the same. */
function correlate(incoming: readonly Incoming[]): void {
  const correlation = correlationOf(incoming[0]);
  const ids = currentRequest.getStore();
  if (ids && correlation !== undefined && incoming.every((one) => correlationOf(one) === correlation))
    ids.correlation = correlation;
}

function correlationOf(one: Incoming | undefined): string | undefined {
  return one?.kind === 'event' ? one.event.correlation : one?.refusal.event.correlation;
}
