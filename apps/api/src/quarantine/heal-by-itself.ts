import type { EventStore } from '@plant-ledger/event-store';
import type { CommandGateway } from '@plant-ledger/ledger';
import { quarantineAsKnown, type ReadModel } from '@plant-ledger/read-model';
import type { FollowingProjector } from '../tokens.js';

/** Milliseconds between two looks at who leads. */
const LOOK_EVERY = 1_000;

export interface HealingParts {
  readonly store: EventStore;
  readonly readModel: ReadModel;
  readonly projector: Pick<FollowingProjector, 'status'>;
}

/**
 * Lets the command gateway know what is in quarantine, and record what waits there once it can. Whoever has become the one that
 * projects sweeps what a crash of another has left.
 * @returns ends it.
 */
export async function healByItself(gateway: CommandGateway, parts: HealingParts): Promise<() => Promise<void>> {
  const stopping = new AbortController();
  let isKnown = false;
  let isLeading = false;
  const look = () => {
    const leads = isKnown && parts.projector.status().projector === 'this instance';
    if (leads && !isLeading) gateway.sweep();
    isLeading = leads;
  };
  // A long log takes its time: figures are told meanwhile, and what comes in waits for it.
  gateway.follow(await quarantineAsKnown(parts.readModel, parts.store), stopping.signal).then(
    () => {
      isKnown = true;
      look();
    },
    // Whatever comes in is answered with it.
    () => undefined,
  );
  const timer = setInterval(look, LOOK_EVERY);
  return async () => {
    clearInterval(timer);
    stopping.abort();
    await gateway.stop();
  };
}
