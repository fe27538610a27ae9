import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Door } from '../door.js';
import { EventCommand } from './event-command.js';

/** What can be asked of the plan: a command for every event a source may send, and the handler that takes it in. */

export class SetMonthlyTarget extends EventCommand<'MonthlyTargetSet'> {}

export class DefineMilestone extends EventCommand<'MilestoneDefined'> {}

export class ReviseMilestone extends EventCommand<'MilestoneRevised'> {}

export class WithdrawMilestone extends EventCommand<'MilestoneWithdrawn'> {}

@CommandHandler(SetMonthlyTarget)
export class SetMonthlyTargetHandler implements ICommandHandler<SetMonthlyTarget> {
  constructor(private readonly door: Door) {}
  execute({ event }: SetMonthlyTarget) {
    return this.door.take(event);
  }
}

@CommandHandler(DefineMilestone)
export class DefineMilestoneHandler implements ICommandHandler<DefineMilestone> {
  constructor(private readonly door: Door) {}
  execute({ event }: DefineMilestone) {
    return this.door.take(event);
  }
}

@CommandHandler(ReviseMilestone)
export class ReviseMilestoneHandler implements ICommandHandler<ReviseMilestone> {
  constructor(private readonly door: Door) {}
  execute({ event }: ReviseMilestone) {
    return this.door.take(event);
  }
}

@CommandHandler(WithdrawMilestone)
export class WithdrawMilestoneHandler implements ICommandHandler<WithdrawMilestone> {
  constructor(private readonly door: Door) {}
  execute({ event }: WithdrawMilestone) {
    return this.door.take(event);
  }
}
