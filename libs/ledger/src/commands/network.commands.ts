import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Door } from '../door.js';
import { EventCommand } from './event-command.js';

/** What can be asked of the network: a command for every event a source may send, and the handler that takes it in. */

export class OpenSite extends EventCommand<'SiteOpened'> {}

export class CloseSite extends EventCommand<'SiteClosed'> {}

export class VoidSiteEvent extends EventCommand<'SiteEventVoided'> {}

@CommandHandler(OpenSite)
export class OpenSiteHandler implements ICommandHandler<OpenSite> {
  constructor(private readonly door: Door) {}
  execute({ event }: OpenSite) {
    return this.door.take(event);
  }
}

@CommandHandler(CloseSite)
export class CloseSiteHandler implements ICommandHandler<CloseSite> {
  constructor(private readonly door: Door) {}
  execute({ event }: CloseSite) {
    return this.door.take(event);
  }
}

@CommandHandler(VoidSiteEvent)
export class VoidSiteEventHandler implements ICommandHandler<VoidSiteEvent> {
  constructor(private readonly door: Door) {}
  execute({ event }: VoidSiteEvent) {
    return this.door.take(event);
  }
}
