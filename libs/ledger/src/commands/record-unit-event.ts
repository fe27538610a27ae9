import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideUnit, evolveUnit, NEW_UNIT, owedToUnit, type UnitState } from '@plant-ledger/domain';
import { RecordEvent, type AggregateOf } from '../aggregate.js';
import { CommandGateway } from '../command-gateway.js';
import type { Outcome } from '../outcome.js';

export class RecordUnitEvent extends RecordEvent {}

export const UNIT: AggregateOf<'unit', UnitState> = {
  command: RecordUnitEvent,
  initial: NEW_UNIT,
  evolve: evolveUnit,
  decide: (state, event, context) => decideUnit(state, event, context.references, context.revision, context),
  owed: (state, cause, context) => owedToUnit(state, cause, context.references, context.revision, context),
  begins: 'UnitProduced',
};

@CommandHandler(RecordUnitEvent)
export class RecordUnitEventHandler implements ICommandHandler<RecordUnitEvent> {
  constructor(private readonly gateway: CommandGateway) {}

  /** Loads the unit's stream, decides by `decideUnit`, and appends at the exact revision that was decided on. */
  execute({ event }: RecordUnitEvent): Promise<Outcome> {
    return this.gateway.record(UNIT, event);
  }
}
