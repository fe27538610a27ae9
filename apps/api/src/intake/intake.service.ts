import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { readCloudEvent, reconsider, type IntakeContext, type NotAnEvent } from '@plant-ledger/intake';
import { commandFor, TakeInBatch, type Incoming, type Outcome } from '@plant-ledger/ledger';
import type { KeptEvent } from '@plant-ledger/domain';
import { LEDGER_CLOCK, type LedgerClock } from '../tokens.js';
import type { Rush } from './rush.js';

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
  ) {}

  read(json: unknown): Incoming | NotAnEvent {
    return readCloudEvent(json, this.context());
  }

  async takeOne(incoming: Incoming, dryRun: boolean): Promise<Outcome> {
    if (incoming.kind === 'event' && !dryRun) {
      this.rush.came(1);
      return this.commands.execute(commandFor(incoming.event));
    }
    const [outcome] = await this.takeMany([incoming], dryRun);
    if (!outcome) throw new Error('the ledger gave no outcome');
    return outcome;
  }

  /** `request` is whatever stands for the request: the batches of one dry run build on each other. */
  takeMany(incoming: readonly Incoming[], dryRun: boolean, request?: object): Promise<readonly Outcome[]> {
    this.rush.came(incoming.length);
    return this.commands.execute(new TakeInBatch(incoming, dryRun ? 'dry run' : 'first time', request));
  }

  /** Decides kept events anew. */
  retry(kept: readonly KeptEvent[]): Promise<readonly Outcome[]> {
    const context = this.context();
    return this.commands.execute(
      new TakeInBatch(
        kept.map((event) => reconsider(event, context)),
        'retry',
      ),
    );
  }

  context(): IntakeContext {
    return { now: this.clock.now(), earliest: this.earliest };
  }
}
