import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { StoreUnavailableError, type EventStore, type Position } from '@plant-ledger/event-store';
import type { FollowingProjector } from '../../tokens.js';
import { nextTurn, type News } from './broadcast.js';
import { beginning, comment, positionFrame } from './frames.js';
import { liveClient, type Leaving, type LiveClient, type LiveWishes } from './live-client.js';
import { pastPages, type PastPage } from './past.js';
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

export interface From {
  readonly after: Position;
  /** A position from which the store can resume, not beyond `after`. */
  readonly readable: Position;
}

const logger = new Logger('Live');

/** All live clients, served by one follower of the log. */
export class LiveHub {
  readonly departures: Record<Leaving, number> = { left: 0, 'too-slow': 0, refused: 0, stopping: 0 };
  refusals = 0;
  readonly #clients = new Set<LiveClient>();
  /** Clients that were sent everything up to the cursor, or began beyond it. */
  readonly #live = new Set<LiveClient>();
  readonly #stopping = new AbortController();
  readonly #pageAfter: (after: Position) => Promise<PastPage>;
  #cursor: Position = -1n;
  #told: News | undefined;
  #isFollowing = false;
  #keepAlive: NodeJS.Timeout | undefined;

  constructor(private readonly parts: LiveHubParts) {
    this.#pageAfter = pastPages(parts.store, () => this.#cursor);
  }

  get clients(): number {
    return this.#clients.size;
  }

  get isStopping(): boolean {
    return this.#stopping.signal.aborted;
  }

  /** Whether there is room for one more client; counts a refusal if not. */
  hasRoom(): boolean {
    if (this.#clients.size < this.parts.connections) return true;
    this.refusals += 1;
    return false;
  }

  /** Sends a client every event after a position, or from now on, once the read model has projected it. */
  join(response: ServerResponse, wishes: LiveWishes, from: From | undefined): void {
    // A client that disconnected while it waited for its turn would never be seen to leave.
    if (response.destroyed) return;
    const { projector, longestUnread } = this.parts;
    const client = liveClient(response, wishes, from?.after ?? projector.status().through, (why) => {
      this.#clients.delete(client);
      this.#live.delete(client);
      this.departures[why] += 1;
    });
    this.#clients.add(client);
    this.#begin();
    const { position, caughtUp } = projector.status();
    client.write(beginning(client.after, RETRY) + positionFrame(position, caughtUp));
    if (!from || !wishes.events || client.given >= this.#cursor) this.#live.add(client);
    else
      void replay(client, from.readable, {
        pageAfter: this.#pageAfter,
        cursor: () => this.#cursor,
        join: () => this.#live.add(client),
        longestUnread,
      });
  }

  /** Disconnects all clients; resolves when they are gone. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    for (const client of this.#clients) client.end(comment('the service is being stopped'));
    const until = performance.now() + FAREWELL;
    while (this.#clients.size > 0 && performance.now() < until) await delay(10);
    for (const client of this.#clients) client.drop('stopping');
  }

  #begin(): void {
    if (this.#isFollowing) return;
    this.#isFollowing = true;
    this.#cursor = this.parts.projector.status().through;
    this.#told = undefined;
    this.#keepAlive = setInterval(() => {
      for (const client of this.#clients) client.write(comment('still here'));
    }, KEEP_ALIVE);
    void this.#follow();
  }

  async #follow(): Promise<void> {
    const { projector, giveWay } = this.parts;
    const { signal } = this.#stopping;
    while (this.#clients.size > 0 && !signal.aborted) {
      const began = performance.now();
      const isNew = await projector.waitFor(this.#cursor + 1n, LOOK);
      // A stopped projector returns false at once.
      if (!isNew) await pause(LOOK - (performance.now() - began), signal);
      await giveWay(signal);
      const took = await this.#tell().catch((error: unknown) => {
        // What the store cannot answer now is asked again later.
        if (!(error instanceof StoreUnavailableError)) logger.error(error);
        return LOOK / REST;
      });
      const least = this.#cursor < projector.status().through ? SHORTEST_REST.behind : SHORTEST_REST.caughtUp;
      await pause(Math.max(least, REST * took), signal);
    }
    this.#isFollowing = false;
    clearInterval(this.#keepAlive);
  }

  /**
   * One turn: sends the next events to all live clients, and how far the read model has come when that has changed.
   * @returns the milliseconds for which it has used the thread.
   */
  async #tell(): Promise<number> {
    const { store, projector } = this.parts;
    const cursor = this.#cursor;
    const applied = projector.status().through;
    const through = applied > cursor ? applied : cursor;
    const isHeard = cursor < through && [...this.#live].some(({ events }) => events);
    const page = isHeard ? await store.readAll({ after: cursor, limit: PAGE, bytes: PAGE_BYTES }) : nothingTo(through);
    let began = performance.now();
    const { position, caughtUp } = projector.status();
    const isNews = position !== this.#told?.position || caughtUp !== this.#told.caughtUp;
    // A client that joins meanwhile resumes where the others will be.
    const listeners = [...this.#live];
    const others = [...this.#clients].filter((client) => !this.#live.has(client));
    const withData = listeners.some(({ events, data }) => events && data);
    const news = isNews ? { position, caughtUp } : undefined;
    const turn = nextTurn(page, { cursor, through, news, withData });
    this.#cursor = turn.to;
    // They are catching up, and resume from where they are.
    if (isNews) for (const client of others) client.write(positionFrame(position, caughtUp));
    this.#told = { position, caughtUp };
    let took = 0;
    for (const client of listeners) {
      turn.report(client);
      if (performance.now() - began < SLICE) continue;
      took += performance.now() - began;
      await new Promise(setImmediate);
      began = performance.now();
    }
    return took + performance.now() - began;
  }
}

const nothingTo = (next: Position) => ({ events: [], next, end: true });

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await delay(Math.max(0, milliseconds), undefined, { signal }).catch(() => undefined);
}
