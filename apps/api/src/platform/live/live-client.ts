import type { ServerResponse } from 'node:http';
import type { Position } from '@plant-ledger/event-store';
import { isRead } from '../http/is-read.js';

/** What a client may leave unread before it gets more, bytes; beyond it the client is dropped. */
const MOST_UNREAD = 1_048_576;

/** What a client asked to be told of. */
export interface LiveWishes {
  /** Events of the log; without them it is only told how far the figures have come. */
  readonly events: boolean;
  /** Each event with its data. */
  readonly data: boolean;
}

export type Leaving = 'left' | 'too-slow' | 'refused' | 'stopping';

/** One connection that is written to and never waited for. */
export interface LiveClient extends LiveWishes {
  /** It is told of what comes after this place only. */
  readonly after: Position;
  /** It has been told everything up to here. */
  given: Position;
  readonly isGone: boolean;
  /** Drops the client instead when it has left too much unread. */
  write(bytes: Buffer | string): void;
  /** Resolves when it has read everything, true, or does not within so many milliseconds. */
  isRead(milliseconds: number): Promise<boolean>;
  /** Ends the answer. */
  end(last: string): void;
  drop(why: Leaving): void;
}

/** @param leave told once, why the client is no more. */
export function liveClient(
  response: ServerResponse,
  wishes: LiveWishes,
  after: Position,
  leave: (why: Leaving) => void,
): LiveClient {
  let why: Leaving = 'left';
  let isGone = false;
  response.once('close', () => {
    isGone = true;
    leave(why);
  });
  // A connection that breaks is closed, which is all there is to know about it.
  response.on('error', () => undefined);
  const drop = (because: Leaving): void => {
    why = because;
    response.destroy();
  };
  return {
    ...wishes,
    after,
    given: after,
    get isGone() {
      return isGone || response.destroyed;
    },
    write(bytes) {
      if (bytes.length === 0 || response.destroyed || response.writableEnded) return;
      if (response.writableLength > MOST_UNREAD) drop('too-slow');
      else response.write(bytes);
    },
    isRead: (milliseconds) => isRead(response, milliseconds),
    end(last) {
      why = 'stopping';
      if (!response.writableEnded) response.end(last);
    },
    drop,
  };
}
