import { categoryOf, type SourceEvent } from '@plant-ledger/domain';
import type { EventStore } from '@plant-ledger/event-store';
import type { Aggregates, RecordEvent } from './aggregate.js';
import { CommandGateway } from './command-gateway.js';
import { LINE } from './commands/record-line-event.js';
import { MONTH } from './commands/record-month-event.js';
import { SITE } from './commands/record-network-event.js';
import { MILESTONE, TARGET } from './commands/record-plan-event.js';
import { PLANT } from './commands/record-plant-event.js';
import { UNIT } from './commands/record-unit-event.js';
import type { MonthClosing } from './month-closing.js';

export const AGGREGATES: Aggregates = {
  unit: UNIT,
  line: LINE,
  plant: PLANT,
  target: TARGET,
  milestone: MILESTONE,
  site: SITE,
  month: MONTH,
};

/** The command that records this event. */
export function commandFor(event: SourceEvent): RecordEvent {
  return new AGGREGATES[categoryOf(event.type)].command(event);
}

/** `recordedAt` stamps events, milliseconds since 1970 UTC; without `monthClosing`, closing a month is refused. */
export function createCommandGateway(
  store: EventStore,
  recordedAt: () => number,
  monthClosing?: MonthClosing,
): CommandGateway {
  return new CommandGateway(store, AGGREGATES, recordedAt, monthClosing);
}
