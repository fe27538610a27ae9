import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CommandGateway } from '../command-gateway.js';

/** An operator discards a refused or waiting event for good, with a reason. */
export class DiscardQuarantined extends Command<'discarded' | 'already-settled'> {
  constructor(
    readonly eventId: string,
    /** The unit's stream, for a fact that waits there. */
    readonly waitingIn: string | undefined,
    readonly reason: string,
    readonly actor: string | undefined,
    /** Who asks for it, as the ledger knows them. */
    readonly by: string | undefined,
  ) {
    super();
  }
}

@CommandHandler(DiscardQuarantined)
export class DiscardQuarantinedHandler implements ICommandHandler<DiscardQuarantined> {
  constructor(private readonly gateway: CommandGateway) {}

  execute(discarding: DiscardQuarantined) {
    return this.gateway.discard(discarding);
  }
}
