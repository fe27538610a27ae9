import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import {
  categoryOf,
  decideMilestone,
  decideTarget,
  evolveMilestone,
  evolveTarget,
  NEW_MILESTONE,
  NEW_TARGET,
  type MilestoneState,
  type TargetState,
} from '@plant-ledger/domain';
import { RecordEvent, type AggregateOf } from '../aggregate.js';
import { CommandGateway } from '../command-gateway.js';
import type { Outcome } from '../outcome.js';

export class RecordPlanEvent extends RecordEvent {}

export const TARGET: AggregateOf<'target', TargetState> = {
  command: RecordPlanEvent,
  initial: NEW_TARGET,
  evolve: evolveTarget,
  decide: (state, event, { references }) => decideTarget(state, event, references),
};

export const MILESTONE: AggregateOf<'milestone', MilestoneState> = {
  command: RecordPlanEvent,
  initial: NEW_MILESTONE,
  evolve: evolveMilestone,
  decide: (state, event, { references }) => decideMilestone(state, event, references),
};

@CommandHandler(RecordPlanEvent)
export class RecordPlanEventHandler implements ICommandHandler<RecordPlanEvent> {
  constructor(private readonly gateway: CommandGateway) {}

  /**
   * Loads the target's or the milestone's stream, decides by `decideTarget` or `decideMilestone`, and appends at the exact revision
   * that was decided on.
   */
  execute({ event }: RecordPlanEvent): Promise<Outcome> {
    return this.gateway.record(categoryOf(event.type) === 'target' ? TARGET : MILESTONE, event);
  }
}
