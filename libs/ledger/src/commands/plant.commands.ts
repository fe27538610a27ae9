import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Door } from '../door.js';
import { EventCommand } from './event-command.js';

/** What can be asked of a plant: a command for every event a source may send, and the handler that takes it in. */

export class RegisterPlant extends EventCommand<'PlantRegistered'> {}

export class ChangePlantCapacity extends EventCommand<'PlantCapacityChanged'> {}

@CommandHandler(RegisterPlant)
export class RegisterPlantHandler implements ICommandHandler<RegisterPlant> {
  constructor(private readonly door: Door) {}
  execute({ event }: RegisterPlant) {
    return this.door.take(event);
  }
}

@CommandHandler(ChangePlantCapacity)
export class ChangePlantCapacityHandler implements ICommandHandler<ChangePlantCapacity> {
  constructor(private readonly door: Door) {}
  execute({ event }: ChangePlantCapacity) {
    return this.door.take(event);
  }
}
