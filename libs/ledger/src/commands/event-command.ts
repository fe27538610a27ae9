import { Command } from '@nestjs/cqrs';
import type { EventType, SourceEvent } from '@plant-ledger/domain';
import type { Outcome } from '../outcome.js';

/** A command asks the ledger to accept one event that a source states. */
export abstract class EventCommand<Type extends EventType = EventType> extends Command<Outcome> {
  constructor(readonly event: SourceEvent<Type>) {
    super();
  }
}
