import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CommandGateway } from '../command-gateway.js';
import type { Outcome } from '../outcome.js';
import type { Incoming, RecordingMode } from '../incoming.js';

/** Records many events of any kinds; outcomes are in the order of the events. */
export class RecordBatch extends Command<readonly Outcome[]> {
  constructor(
    readonly incoming: readonly Incoming[],
    readonly mode: RecordingMode = 'first time',
    /** Identifies the dry run, where it goes over several batches. */
    readonly dryRun?: object,
  ) {
    super();
  }
}

@CommandHandler(RecordBatch)
export class RecordBatchHandler implements ICommandHandler<RecordBatch> {
  constructor(private readonly gateway: CommandGateway) {}

  /**
   * Consecutive events of one kind are recorded by that kind's aggregate, as by its own command, before the next are
   * decided.
   */
  execute({ incoming, mode, dryRun }: RecordBatch): Promise<readonly Outcome[]> {
    return this.gateway.recordMany(incoming, mode, dryRun);
  }
}
