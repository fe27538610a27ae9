import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Door } from '../door.js';
import type { Outcome } from '../outcome.js';
import type { Incoming, TakeInMode } from '../incoming.js';

/** Many events at once, through the same deciders: outcomes in the order of the events. */
export class TakeInBatch extends Command<readonly Outcome[]> {
  constructor(
    readonly incoming: readonly Incoming[],
    readonly mode: TakeInMode = 'first time',
    /** Names the dry run, where it goes over several batches. */
    readonly dryRun?: object,
  ) {
    super();
  }
}

@CommandHandler(TakeInBatch)
export class TakeInBatchHandler implements ICommandHandler<TakeInBatch> {
  constructor(private readonly door: Door) {}
  execute({ incoming, mode, dryRun }: TakeInBatch) {
    return this.door.takeMany(incoming, mode, dryRun);
  }
}

/** An operator puts a refused or waiting event aside for good, and says why. */
export class DiscardQuarantined extends Command<'discarded' | 'already-settled'> {
  constructor(
    readonly eventId: string,
    /** The unit's stream, for a fact that waits there. */
    readonly waitingIn: string | undefined,
    readonly reason: string,
    readonly actor: string | undefined,
  ) {
    super();
  }
}

@CommandHandler(DiscardQuarantined)
export class DiscardQuarantinedHandler implements ICommandHandler<DiscardQuarantined> {
  constructor(private readonly door: Door) {}
  execute({ eventId, waitingIn, reason, actor }: DiscardQuarantined) {
    return this.door.discard(eventId, waitingIn, reason, actor);
  }
}
