import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Door } from '../door.js';
import { EventCommand } from './event-command.js';

/** What can be asked of a unit: a command for every event a source may send, and the handler that takes it in. */

export class ProduceUnit extends EventCommand<'UnitProduced'> {}

export class HoldUnit extends EventCommand<'UnitHeld'> {}

export class ReleaseUnit extends EventCommand<'UnitReleased'> {}

export class ShipUnit extends EventCommand<'UnitShipped'> {}

export class ReceiveUnit extends EventCommand<'UnitReceived'> {}

export class DeliverUnit extends EventCommand<'UnitDelivered'> {}

export class ReturnUnit extends EventCommand<'UnitReturned'> {}

export class ScrapUnit extends EventCommand<'UnitScrapped'> {}

export class VoidUnitEvent extends EventCommand<'UnitEventVoided'> {}

export class CorrectUnitEvent extends EventCommand<'UnitEventCorrected'> {}

@CommandHandler(ProduceUnit)
export class ProduceUnitHandler implements ICommandHandler<ProduceUnit> {
  constructor(private readonly door: Door) {}
  execute({ event }: ProduceUnit) {
    return this.door.take(event);
  }
}

@CommandHandler(HoldUnit)
export class HoldUnitHandler implements ICommandHandler<HoldUnit> {
  constructor(private readonly door: Door) {}
  execute({ event }: HoldUnit) {
    return this.door.take(event);
  }
}

@CommandHandler(ReleaseUnit)
export class ReleaseUnitHandler implements ICommandHandler<ReleaseUnit> {
  constructor(private readonly door: Door) {}
  execute({ event }: ReleaseUnit) {
    return this.door.take(event);
  }
}

@CommandHandler(ShipUnit)
export class ShipUnitHandler implements ICommandHandler<ShipUnit> {
  constructor(private readonly door: Door) {}
  execute({ event }: ShipUnit) {
    return this.door.take(event);
  }
}

@CommandHandler(ReceiveUnit)
export class ReceiveUnitHandler implements ICommandHandler<ReceiveUnit> {
  constructor(private readonly door: Door) {}
  execute({ event }: ReceiveUnit) {
    return this.door.take(event);
  }
}

@CommandHandler(DeliverUnit)
export class DeliverUnitHandler implements ICommandHandler<DeliverUnit> {
  constructor(private readonly door: Door) {}
  execute({ event }: DeliverUnit) {
    return this.door.take(event);
  }
}

@CommandHandler(ReturnUnit)
export class ReturnUnitHandler implements ICommandHandler<ReturnUnit> {
  constructor(private readonly door: Door) {}
  execute({ event }: ReturnUnit) {
    return this.door.take(event);
  }
}

@CommandHandler(ScrapUnit)
export class ScrapUnitHandler implements ICommandHandler<ScrapUnit> {
  constructor(private readonly door: Door) {}
  execute({ event }: ScrapUnit) {
    return this.door.take(event);
  }
}

@CommandHandler(VoidUnitEvent)
export class VoidUnitEventHandler implements ICommandHandler<VoidUnitEvent> {
  constructor(private readonly door: Door) {}
  execute({ event }: VoidUnitEvent) {
    return this.door.take(event);
  }
}

@CommandHandler(CorrectUnitEvent)
export class CorrectUnitEventHandler implements ICommandHandler<CorrectUnitEvent> {
  constructor(private readonly door: Door) {}
  execute({ event }: CorrectUnitEvent) {
    return this.door.take(event);
  }
}
