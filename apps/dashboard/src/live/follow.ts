import type { LivePosition, Status } from '@plant-ledger/contract';
import { ask } from '../ledger/ask.js';

export type Connection = 'live' | 'asking' | 'disconnected';

export interface Follower {
  moved(position: string): void;
  connected(connection: Connection): void;
}

/** Between polls where the live stream is unavailable, and while nothing answers; milliseconds. */
const ASK_EVERY = 5_000;
const TRY_EVERY = 2_000;
/** Polls before the stream is tried again. */
const QUESTIONS = 6;

/** Follows the ledger for as long as the page is open: by its live stream, else by polling every few seconds. */
export function follow(follower: Follower): void {
  const source = new EventSource('/v1/live?events=none');
  source.addEventListener('position', ({ data }: MessageEvent<string>) => {
    follower.moved((JSON.parse(data) as LivePosition).position);
  });
  source.addEventListener('open', () => follower.connected('live'));
  source.addEventListener('error', () => {
    if (source.readyState === EventSource.CONNECTING) follower.connected('disconnected');
    else void askInstead(follower).then(() => follow(follower));
  });
}

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
