import { setTimeout as delay } from 'node:timers/promises';
import { StoreRequestError, type Position, type StoredEvent } from '@plant-ledger/event-store';
import { createTurns } from '../edge/turns.js';
import { eventFrame } from './frames.js';
import type { LiveClient } from './live-client.js';
import type { PastPage } from './past.js';

/** Characters written at once, before they have to be read. */
const CHUNK = 65_536;
const RETRY = 1_000;

const turn = createTurns();

export interface Past {
  readonly pageAfter: (after: Position) => Promise<PastPage>;
  readonly cursor: () => Position;
  /** Makes this client a live one. */
  readonly join: () => void;
  /** How long the client may take to read a chunk, milliseconds. */
  readonly longestUnread: number;
}

/**
 * Sends a client the past, as fast as it reads, from where it left off up to the live clients, and lets it join them in
 * that same moment, so that it misses nothing. `readable`: a position from which the store can resume, not beyond where
 * the client left off.
 */
export async function replay(client: LiveClient, readable: Position, past: Past): Promise<void> {
  client.given = readable;
  while (client.given < past.cursor()) {
    const read = await readPage(client, past);
    if (!read) return;
    const { page, to } = read;
    const events = page.events.filter(({ position }) => position > client.after && position <= to);
    if (!(await give(client, events, past.longestUnread))) return;
    const isAll = page.end || events.length < page.events.length;
    client.given = isAll || page.next > to ? to : page.next;
  }
  if (!client.isGone) past.join();
}

async function readPage(client: LiveClient, { pageAfter }: Past): Promise<PastPage | undefined> {
  while (!client.isGone)
    try {
      return await pageAfter(client.given);
    } catch (error) {
      // A position that the store does not know will never be known.
      if (error instanceof StoreRequestError) client.drop('refused');
      else await delay(RETRY);
    }
  return undefined;
}

async function give(client: LiveClient, events: readonly StoredEvent[], longestUnread: number): Promise<boolean> {
  let text = '';
  await turn();
  for (const [index, event] of events.entries()) {
    text += eventFrame(event, client.data);
    if (text.length < CHUNK && index < events.length - 1) continue;
    client.write(text);
    text = '';
    if (!(await client.isRead(longestUnread))) {
      client.drop('too-slow');
      return false;
    }
    await turn();
  }
  return !client.isGone;
}
