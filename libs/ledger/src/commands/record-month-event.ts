import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import {
  BY_RETRY,
  decideMonth,
  evolveMonth,
  NEW_MONTH,
  refuse,
  type MonthCircumstances,
  type MonthState,
} from '@plant-ledger/domain';
import { RecordEvent, type AggregateOf } from '../aggregate.js';
import { CommandGateway } from '../command-gateway.js';
import type { Outcome } from '../outcome.js';

export class RecordMonthEvent extends RecordEvent {}

const MONTH_CLOSING_UNAVAILABLE =
  'A closing publishes figures of the read model, so months are closed through the running service. ' +
  `The event is kept. Retry it there ${BY_RETRY}`;

/** Whether the month is over is decided where it can be closed; for a dry run it ends where it ends first on Earth. */
const WHEREVER_IT_IS_CLOSED: MonthCircumstances = { now: Infinity, zonesInUse: () => ['Etc/GMT-14'] };

export const MONTH: AggregateOf<'month', MonthState> = {
  command: RecordMonthEvent,
  initial: NEW_MONTH,
  evolve: evolveMonth,
  decide(state, event, { monthClosing, zonesInUse }) {
    const circumstances = monthClosing ? { now: monthClosing.now(), zonesInUse } : WHEREVER_IT_IS_CLOSED;
    const decision = decideMonth(state, event, circumstances);
    const publishes = decision.kind === 'accept' && event.type === 'MonthClosed';
    return publishes && !monthClosing ? refuse('month-closing-unavailable', MONTH_CLOSING_UNAVAILABLE) : decision;
  },
  publishes: true,
};

@CommandHandler(RecordMonthEvent)
export class RecordMonthEventHandler implements ICommandHandler<RecordMonthEvent> {
  constructor(private readonly gateway: CommandGateway) {}

  /**
   * Loads the month's stream, decides by `decideMonth`, and appends at the exact revision that was decided on; a closing with the
   * figures that it publishes.
   */
  execute({ event }: RecordMonthEvent): Promise<Outcome> {
    return this.gateway.record(MONTH, event);
  }
}
