import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideSite, evolveSite, NEW_SITE, type SiteState } from '@plant-ledger/domain';
import { RecordEvent, type AggregateOf } from '../aggregate.js';
import { CommandGateway } from '../command-gateway.js';
import type { Outcome } from '../outcome.js';

export class RecordNetworkEvent extends RecordEvent {}

export const SITE: AggregateOf<'site', SiteState> = {
  command: RecordNetworkEvent,
  initial: NEW_SITE,
  evolve: evolveSite,
  decide: decideSite,
};

@CommandHandler(RecordNetworkEvent)
export class RecordNetworkEventHandler implements ICommandHandler<RecordNetworkEvent> {
  constructor(private readonly gateway: CommandGateway) {}

  /** Loads the site's stream, decides by `decideSite`, and appends at the exact revision that was decided on. */
  execute({ event }: RecordNetworkEvent): Promise<Outcome> {
    return this.gateway.record(SITE, event);
  }
}
