import {
  formatPosition,
  StoreRequestError,
  type EventStore,
  type Position,
  type StoredEvent,
} from '@plant-ledger/event-store';
import { createTurns } from '../platform/edge/turns.js';

export interface LogAsked {
  /** Only events after this position, which may be any number. */
  readonly after: Position;
  /**
   * A position not beyond `after` at which there is an event: where to begin when the store can resume from events
   * only.
   */
  readonly nearest: () => Promise<Position>;
  readonly limit: number;
  readonly stream?: string | undefined;
}

/** Events read from the store at once, and their bytes: a page of a remote store costs the same whatever its size. */
const PAGE = 10_000;
const PAGE_BYTES = 524_288;
const CHUNK = 65_536;

const turn = createTurns();

/**
 * The log up to its head at the time of asking, one event a line, in order. Lines come in chunks, and the next page is
 * read only when the one before was consumed, so memory stays small however long the log.
 */
export async function* logLines(store: EventStore, asked: LogAsked): AsyncGenerator<string> {
  const events = asked.stream === undefined ? wholeLog(store, asked) : oneStream(store, asked.stream, asked);
  for await (const page of events) {
    let chunk = '';
    for (const event of page) {
      chunk += `${lineOf(event)}\n`;
      if (chunk.length < CHUNK) continue;
      yield chunk;
      chunk = '';
    }
    if (chunk !== '') yield chunk;
  }
}

async function* wholeLog(
  store: EventStore,
  { after, nearest, limit }: LogAsked,
): AsyncGenerator<readonly StoredEvent[]> {
  const head = await store.head();
  let [from, left, size] = [after, limit, Math.min(limit, PAGE)];
  while (left > 0 && from < head) {
    await turn();
    const {
      events: page,
      next,
      end,
    } = await store.readAll({ after: from, limit: size, bytes: PAGE_BYTES }).catch(async (error: unknown) => {
      if (from !== after || !(error instanceof StoreRequestError)) throw error;
      return store.readAll({ after: await nearest(), limit: size, bytes: PAGE_BYTES });
    });
    const events = page.filter(({ position }) => position > after && position <= head).slice(0, left);
    yield events;
    if (end) return;
    left -= events.length;
    from = next;
    if (events.length < size) size = Math.min(10 * size, PAGE);
  }
}

async function* oneStream(
  store: EventStore,
  stream: string,
  { after, limit }: LogAsked,
): AsyncGenerator<readonly StoredEvent[]> {
  let [fromRevision, left] = [0, limit];
  while (left > 0) {
    await turn();
    const page = await store.readStream(stream, { fromRevision, limit: PAGE, bytes: PAGE_BYTES });
    if (page.length === 0) return;
    const events = page.filter(({ position }) => position > after).slice(0, left);
    yield events;
    left -= events.length;
    fromRevision += page.length;
  }
}

/** Data and metadata are inserted as the very text that is stored. */
function lineOf({ position, stream, revision, type, id, data, metadata }: StoredEvent): string {
  const place = JSON.stringify({ position: formatPosition(position), stream, revision, type, id });
  return `${place.slice(0, -1)},"data":${data},"metadata":${metadata}}`;
}
