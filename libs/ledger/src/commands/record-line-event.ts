import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideLine, evolveLine, NEW_LINE, type LineState } from '@plant-ledger/domain';
import { RecordEvent, type AggregateOf } from '../aggregate.js';
import { CommandGateway } from '../command-gateway.js';
import type { Outcome } from '../outcome.js';

export class RecordLineEvent extends RecordEvent {}

export const LINE: AggregateOf<'line', LineState> = {
  command: RecordLineEvent,
  initial: NEW_LINE,
  evolve: evolveLine,
  decide: (state, event, { references }) => decideLine(state, event, references),
};

@CommandHandler(RecordLineEvent)
export class RecordLineEventHandler implements ICommandHandler<RecordLineEvent> {
  constructor(private readonly gateway: CommandGateway) {}

  /** Loads the line's stream, decides by `decideLine`, and appends at the exact revision that was decided on. */
  execute({ event }: RecordLineEvent): Promise<Outcome> {
    return this.gateway.record(LINE, event);
  }
}
