import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Door } from '../door.js';
import { EventCommand } from './event-command.js';

/** What can be asked of a line: a command for every event a source may send, and the handler that takes it in. */

export class CommissionLine extends EventCommand<'LineCommissioned'> {}

export class ChangeLineRate extends EventCommand<'LineRateChanged'> {}

export class HaltLine extends EventCommand<'LineHalted'> {}

export class ResumeLine extends EventCommand<'LineResumed'> {}

export class VoidLineEvent extends EventCommand<'LineEventVoided'> {}

export class CorrectLineEvent extends EventCommand<'LineEventCorrected'> {}

@CommandHandler(CommissionLine)
export class CommissionLineHandler implements ICommandHandler<CommissionLine> {
  constructor(private readonly door: Door) {}
  execute({ event }: CommissionLine) {
    return this.door.take(event);
  }
}

@CommandHandler(ChangeLineRate)
export class ChangeLineRateHandler implements ICommandHandler<ChangeLineRate> {
  constructor(private readonly door: Door) {}
  execute({ event }: ChangeLineRate) {
    return this.door.take(event);
  }
}

@CommandHandler(HaltLine)
export class HaltLineHandler implements ICommandHandler<HaltLine> {
  constructor(private readonly door: Door) {}
  execute({ event }: HaltLine) {
    return this.door.take(event);
  }
}

@CommandHandler(ResumeLine)
export class ResumeLineHandler implements ICommandHandler<ResumeLine> {
  constructor(private readonly door: Door) {}
  execute({ event }: ResumeLine) {
    return this.door.take(event);
  }
}

@CommandHandler(VoidLineEvent)
export class VoidLineEventHandler implements ICommandHandler<VoidLineEvent> {
  constructor(private readonly door: Door) {}
  execute({ event }: VoidLineEvent) {
    return this.door.take(event);
  }
}

@CommandHandler(CorrectLineEvent)
export class CorrectLineEventHandler implements ICommandHandler<CorrectLineEvent> {
  constructor(private readonly door: Door) {}
  execute({ event }: CorrectLineEvent) {
    return this.door.take(event);
  }
}
