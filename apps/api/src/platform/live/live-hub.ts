import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { StoreUnavailableError, type EventStore, type Position } from '@plant-ledger/event-store';
import type { FollowingProjector } from '../../tokens.js';
import { nextTurn, type News } from './broadcast.js';
import { beginning, comment, positionFrame } from './frames.js';
import { liveClient, type Leaving, type LiveClient, type LiveWishes } from './live-client.js';
import { pastPages } from './past.js';
import { replay } from './replay.js';

/** The longest silence on a connection, milliseconds. */
const KEEP_ALIVE = 15_000;
/** The delay after which a client reconnects, milliseconds. */
const RETRY = 2_000;
/** How often it checks whether the projector's state has changed without a new event, milliseconds. */
const LOOK = 1_000;
/**
 * Sending takes at most a tenth of the thread's time; with nothing to send, the next turn waits a little for more to
 * come.
 */
const REST = 9;
const SHORTEST_REST = { behind: 10, caughtUp: 50 } as const;
/** Events sent in one turn: few large writes cost a fraction of many small ones. */
const PAGE = 1_000;
const PAGE_BYTES = 1_048_576;
/** How long clients are written to before other work gets the thread, milliseconds. */
const SLICE = 4;
/** How long clients may take to read the end of the stream when the service stops, milliseconds. */
const FAREWELL = 1_000;

export interface LiveHubParts {
  readonly store: EventStore;
  readonly projector: FollowingProjector;
  /** Resolves when the thread has nothing more urgent to do. */
  readonly giveWay: (signal: AbortSignal) => Promise<void>;
  readonly connections: number;
  /** How long a client that is catching up may leave the past unread, milliseconds. */
  readonly longestUnread: number;
}

export type Departures = Readonly<Record<Leaving, number>>;

export interface From {
  readonly after: Position;
  /** A position from which the store can resume, not beyond `after`. */
  readonly readable: Position;
}

/** All live clients, served by one follower of the log. */
export interface LiveHub {
  readonly clients: number;
  readonly departures: Departures;
  readonly refusals: number;
  readonly isStopping: boolean;
  /** Whether there is room for one more client; counts a refusal if not. */
  hasRoom(): boolean;
  /** Sends a client every event after a position, or from now on, once the read model has projected it. */
  join(response: ServerResponse, wishes: LiveWishes, from: From | undefined): void;
  /** Disconnects all clients; resolves when they are gone. */
  stop(): Promise<void>;
}

const logger = new Logger('Live');

export function createLiveHub({ store, projector, giveWay, connections, longestUnread }: LiveHubParts): LiveHub {
  const clients = new Set<LiveClient>();
  /** Clients that were sent everything up to the cursor, or began beyond it. */
  const live = new Set<LiveClient>();
  const stopping = new AbortController();
  const pageAfter = pastPages(store, () => cursor);
  const departures: Record<Leaving, number> = { left: 0, 'too-slow': 0, refused: 0, stopping: 0 };
  let refusals = 0;
  let cursor: Position = -1n;
  let told: News | undefined;
  let isFollowing = false;
  let keepAlive: NodeJS.Timeout | undefined;

  const news = (): News => {
    const { position, caughtUp } = projector.status();
    return { position, caughtUp };
  };

  /**
   * One turn: sends the next events to all live clients, and how far the read model has come when that has changed.
   * @returns the milliseconds for which it has used the thread.
   */
  const tell = async (): Promise<number> => {
    const applied = projector.status().through;
    const through = applied > cursor ? applied : cursor;
    const isHeard = cursor < through && [...live].some(({ events }) => events);
    const page = isHeard ? await store.readAll({ after: cursor, limit: PAGE, bytes: PAGE_BYTES }) : nothingTo(through);
    let began = performance.now();
    const now = news();
    const isNews = now.position !== told?.position || now.caughtUp !== told.caughtUp;
    // A client that joins meanwhile resumes where the others will be.
    const [listeners, others] = [[...live], [...clients].filter((client) => !live.has(client))];
    const withData = listeners.some(({ events, data }) => events && data);
    const turn = nextTurn(page, { cursor, through, news: isNews ? now : undefined, withData });
    cursor = turn.to;
    // They are catching up, and resume from where they are.
    if (isNews) for (const client of others) client.write(positionFrame(now.position, now.caughtUp));
    told = now;
    let took = 0;
    for (const client of listeners) {
      turn.tell(client);
      if (performance.now() - began < SLICE) continue;
      took += performance.now() - began;
      await new Promise(setImmediate);
      began = performance.now();
    }
    return took + performance.now() - began;
  };

  const follow = async (): Promise<void> => {
    const { signal } = stopping;
    while (clients.size > 0 && !signal.aborted) {
      const began = performance.now();
      const isNew = await projector.waitFor(cursor + 1n, LOOK);
      // A stopped projector returns false at once.
      if (!isNew) await pause(LOOK - (performance.now() - began), signal);
      await giveWay(signal);
      const took = await tell().catch((error: unknown) => {
        // What the store cannot answer now is asked again later.
        if (!(error instanceof StoreUnavailableError)) logger.error(error);
        return LOOK / REST;
      });
      const least = cursor < projector.status().through ? SHORTEST_REST.behind : SHORTEST_REST.caughtUp;
      await pause(Math.max(least, REST * took), signal);
    }
    isFollowing = false;
    clearInterval(keepAlive);
  };

  const begin = (): void => {
    if (isFollowing) return;
    isFollowing = true;
    cursor = projector.status().through;
    told = undefined;
    keepAlive = setInterval(() => {
      for (const client of clients) client.write(comment('still here'));
    }, KEEP_ALIVE);
    void follow();
  };

  return {
    get clients() {
      return clients.size;
    },
    departures,
    get refusals() {
      return refusals;
    },
    get isStopping() {
      return stopping.signal.aborted;
    },
    hasRoom() {
      if (clients.size < connections) return true;
      refusals += 1;
      return false;
    },
    join(response, wishes, from) {
      // A client that disconnected while it waited for its turn would never be seen to leave.
      if (response.destroyed) return;
      const client = liveClient(response, wishes, from?.after ?? projector.status().through, (why) => {
        clients.delete(client);
        live.delete(client);
        departures[why] += 1;
      });
      clients.add(client);
      begin();
      const { position, caughtUp } = news();
      client.write(beginning(client.after, RETRY) + positionFrame(position, caughtUp));
      if (!from || !wishes.events || client.given >= cursor) live.add(client);
      else
        void replay(client, from.readable, {
          pageAfter,
          cursor: () => cursor,
          join: () => live.add(client),
          longestUnread,
        });
    },
    async stop() {
      stopping.abort();
      for (const client of clients) client.end(comment('the service is being stopped'));
      for (const until = performance.now() + FAREWELL; clients.size > 0 && performance.now() < until;) await delay(10);
      for (const client of clients) client.drop('stopping');
    },
  };
}

const nothingTo = (next: Position) => ({ events: [], next, end: true });

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await delay(Math.max(0, milliseconds), undefined, { signal }).catch(() => undefined);
}
