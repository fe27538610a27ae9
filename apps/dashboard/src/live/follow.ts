import type { Status } from '@plant-ledger/contract';
import { ask } from '../ledger/ask.js';

export type Connection = 'live' | 'asking' | 'disconnected';

export interface Follower {
  /** The figures have got to a position. */
  moved(position: string): void;
  connected(connection: Connection): void;
}

/** Between questions where the stream of changes is not to be had, and while nothing answers; milliseconds. */
const ASK_EVERY = 5_000;
const TRY_EVERY = 2_000;
/** Questions asked before the stream is tried again. */
const QUESTIONS = 6;

/** Follows the ledger for as long as the page is open: by its stream, else by asking every few seconds. */
export function follow(follower: Follower): void {
  const source = new EventSource('/v1/live?events=none');
  source.addEventListener('position', ({ data }: MessageEvent<string>) => {
    const { position } = JSON.parse(data) as { readonly position: string };
    follower.moved(position);
  });
  source.addEventListener('open', () => follower.connected('live'));
  source.addEventListener('error', () => {
    if (source.readyState === EventSource.CONNECTING) follower.connected('disconnected');
    else void askInstead(follower).then(() => follow(follower));
  });
}

/** Resolves when the stream is worth another try. */
async function askInstead(follower: Follower): Promise<void> {
  for (let question = 0; question < QUESTIONS; question += 1) {
    const status = await ask<Status>('/v1/status');
    if (!status.ok) {
      follower.connected('disconnected');
      return wait(TRY_EVERY);
    }
    follower.connected('asking');
    follower.moved(status.value.position);
    await wait(ASK_EVERY);
  }
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
