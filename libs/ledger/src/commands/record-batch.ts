import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CommandGateway } from '../command-gateway.js';
import type { Outcome } from '../outcome.js';
import type { Incoming, RecordingMode } from '../incoming.js';

/** Asks the ledger to record many events of any kinds; outcomes in the order of the events. */
export class RecordBatch extends Command<readonly Outcome[]> {
  constructor(
    readonly incoming: readonly Incoming[],
    readonly mode: RecordingMode = 'first time',
    /** Names the dry run, where it goes over several batches. */
    readonly dryRun?: object,
  ) {
    super();
  }
}

@CommandHandler(RecordBatch)
export class RecordBatchHandler implements ICommandHandler<RecordBatch> {
  constructor(private readonly gateway: CommandGateway) {}

  /** Events in a row of one kind are recorded by that kind's aggregate, as by its own command, before the next are decided. */
  execute({ incoming, mode, dryRun }: RecordBatch): Promise<readonly Outcome[]> {
    return this.gateway.recordMany(incoming, mode, dryRun);
  }
}
