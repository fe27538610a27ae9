import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { EventStore } from '@plant-ledger/event-store';
import { CommandGateway } from '@plant-ledger/ledger';
import { quarantineAsKnown, type ReadModel } from '@plant-ledger/read-model';
import { EVENT_STORE, OPENED, PROJECTOR, READ_MODEL, type FollowingProjector } from '../tokens.js';

/** Milliseconds between two checks of who leads. */
const LOOK_EVERY = 1_000;

/**
 * Follows the quarantine for the command gateway, and lets waiting events be recorded once they can be. An instance
 * that has become the leader also records what a crash of another has left waiting.
 */
@Injectable()
export class HealByItself implements OnApplicationBootstrap {
  constructor(
    private readonly gateway: CommandGateway,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(READ_MODEL) private readonly readModel: ReadModel,
    @Inject(PROJECTOR) private readonly projector: FollowingProjector,
    @Inject(OPENED) private readonly opened: AsyncDisposableStack,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const stopping = new AbortController();
    let isKnown = false;
    let isLeading = false;
    const look = () => {
      const leads = isKnown && this.projector.status().projector === 'this instance';
      if (leads && !isLeading) this.gateway.sweep();
      isLeading = leads;
    };
    // A long log takes its time: figures are answered meanwhile, and received events wait for it.
    this.gateway.follow(await quarantineAsKnown(this.readModel, this.store), stopping.signal).then(
      () => {
        isKnown = true;
        look();
      },
      // Every event that comes in is answered with this error.
      () => undefined,
    );
    const timer = setInterval(look, LOOK_EVERY);
    this.opened.defer(async () => {
      clearInterval(timer);
      stopping.abort();
      await this.gateway.stop();
    });
  }
}
