import type { ServerResponse } from 'node:http';
import type { Position } from '@plant-ledger/event-store';
import { isRead } from '../http/is-read.js';

/** How much a client may leave unread before it gets more, bytes; beyond it the client is dropped. */
const MOST_UNREAD = 1_048_576;

export interface LiveWishes {
  /** Events of the log; without them it is sent only how far the read model has come. */
  readonly events: boolean;
  /** Each event with its data. */
  readonly data: boolean;
}

export type Leaving = 'left' | 'too-slow' | 'refused' | 'stopping';

/** One connection; it is written to without waiting for it. */
export interface LiveClient extends LiveWishes {
  readonly after: Position;
  /** All events up to this position were sent. */
  given: Position;
  readonly isGone: boolean;
  /** Drops the client instead when it has left too much unread. */
  write(bytes: Buffer | string): void;
  /** Resolves with whether it has read everything within this many milliseconds. */
  isRead(milliseconds: number): Promise<boolean>;
  end(last: string): void;
  drop(why: Leaving): void;
}

/** @param leave called once, with the reason for which the client left. */
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
  // A broken connection is closed as well, and that is handled.
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
