import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decidePlant, evolvePlant, NEW_PLANT, type PlantState } from '@plant-ledger/domain';
import { RecordEvent, type AggregateOf } from '../aggregate.js';
import { CommandGateway } from '../command-gateway.js';
import type { Outcome } from '../outcome.js';

export class RecordPlantEvent extends RecordEvent {}

export const PLANT: AggregateOf<'plant', PlantState> = {
  command: RecordPlantEvent,
  initial: NEW_PLANT,
  evolve: evolvePlant,
  decide: decidePlant,
};

@CommandHandler(RecordPlantEvent)
export class RecordPlantEventHandler implements ICommandHandler<RecordPlantEvent> {
  constructor(private readonly gateway: CommandGateway) {}

  /** Loads the plant's stream, decides by `decidePlant`, and appends at the exact revision that was decided on. */
  execute({ event }: RecordPlantEvent): Promise<Outcome> {
    return this.gateway.record(PLANT, event);
  }
}
