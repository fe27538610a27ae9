import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Door } from '../door.js';
import { EventCommand } from './event-command.js';

/** What can be asked of a month's books: a command for every event a source may send, and the handler that takes it in. */

export class CloseMonth extends EventCommand<'MonthClosed'> {}

export class ReopenMonth extends EventCommand<'MonthReopened'> {}

@CommandHandler(CloseMonth)
export class CloseMonthHandler implements ICommandHandler<CloseMonth> {
  constructor(private readonly door: Door) {}
  execute({ event }: CloseMonth) {
    return this.door.take(event);
  }
}

@CommandHandler(ReopenMonth)
export class ReopenMonthHandler implements ICommandHandler<ReopenMonth> {
  constructor(private readonly door: Door) {}
  execute({ event }: ReopenMonth) {
    return this.door.take(event);
  }
}
