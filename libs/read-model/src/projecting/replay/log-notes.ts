import {
  isEventType,
  storedData,
  wholePublished,
  type EventMetadata,
  type MonthClosedData,
  type PublishedMonth,
} from '@plant-ledger/domain';
import type { StoredEvent } from '@plant-ledger/event-store';
import { mkdtempSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isForeign } from '../projection/read-event.js';
import { FIRST_LINK, nextLink } from '../storage/chain.js';

/** An event whose source and id another event has had before. */
export interface ReusedId {
  readonly eventId: string;
  readonly source: string;
  readonly id: string;
  readonly stream: string;
  readonly position: bigint;
  readonly first: { readonly stream: string; readonly position: bigint };
}

export type LogNotes = ReturnType<typeof openLogNotes>;

const MOST_NAMED = 1_000;

/**
 * What verifying collects of the log itself: the hash chain at every event, and the ids in use. In a file, since there
 * may be millions.
 */
export function openLogNotes() {
  const folder = mkdtempSync(join(tmpdir(), 'plant-ledger-notes-'));
  const database = new DatabaseSync(join(folder, 'notes.db'));
  // It is temporary, so nothing has to reach the disk.
  database.exec(`
    PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536;
    CREATE TABLE link (position INTEGER PRIMARY KEY, link TEXT NOT NULL);
    CREATE TABLE figures (hash TEXT NOT NULL, part INTEGER NOT NULL, data TEXT NOT NULL);
    CREATE TABLE used (event_id TEXT PRIMARY KEY, position INTEGER NOT NULL, stream TEXT NOT NULL) WITHOUT ROWID`);
  const insertLink = database.prepare('INSERT INTO link VALUES (?, ?)');
  const insertUsed = database.prepare('INSERT INTO used VALUES (?, ?, ?) ON CONFLICT DO NOTHING');
  const firstUse = database.prepare('SELECT position, stream FROM used WHERE event_id = ?');
  firstUse.setReadBigInts(true);
  const lastLink = database.prepare('SELECT link FROM link WHERE position <= ? ORDER BY position DESC LIMIT 1');
  const insertFigures = database.prepare('INSERT INTO figures VALUES (?, ?, ?)');
  const figuresOf = database.prepare('SELECT data FROM figures WHERE hash = ? ORDER BY part');
  const reused: ReusedId[] = [];
  const closings: StoredEvent[] = [];
  let link = FIRST_LINK;
  let count = 0;

  const use = ({ stream, position, metadata }: StoredEvent): void => {
    const read = metadataOf(metadata);
    if (!read) return;
    const { eventId, source, id } = read;
    if (insertUsed.run(eventId, position, stream).changes === 1) return;
    count += 1;
    const first = firstUse.get(eventId) as { position: bigint; stream: string } | undefined;
    if (first && reused.length < MOST_NAMED)
      reused.push({ eventId, source, id, stream, position, first: { ...first } });
  };

  return {
    /** To be called with the events of the log, in order. */
    take(events: readonly StoredEvent[]): void {
      database.exec('BEGIN');
      for (const event of events) {
        if (isForeign(event)) continue;
        link = nextLink(link, event);
        insertLink.run(event.position, link);
        // Events of a source; the ledger's own events about them (parked, quarantined) have the same id, which is no
        // second use.
        if (isEventType(event.type)) use(event);
        if (event.type === 'MonthClosed') closings.push(event);
        if (event.type === 'MonthFigures') {
          const { set, part } = storedData({ type: event.type, data: event.data });
          insertFigures.run(set, part, event.data);
        }
      }
      database.exec('COMMIT');
    },
    /** The chain's link at the last own event up to a position. */
    linkAt: (position: bigint): string => (lastLink.get(position) as { link: string } | undefined)?.link ?? FIRST_LINK,
    /** Ids used twice, in the order of the log; only the first thousand are named. */
    reused: reused as readonly ReusedId[],
    reusedCount: () => count,
    /** Every MonthClosed in the log. */
    closings: closings as readonly StoredEvent[],
    /** What a closing publishes, with its parts; undefined where one of these is missing or altered. */
    publishedBy(closing: Pick<MonthClosedData, 'month' | 'published'>): PublishedMonth | undefined {
      const { parts } = closing.published;
      const found = parts ? (figuresOf.all(parts.hash) as { data: string }[]) : [];
      return wholePublished(
        closing,
        found.map(({ data }) => storedData({ type: 'MonthFigures', data })),
      );
    },
    close(): void {
      database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Undefined where the text cannot be parsed: the replay stops at that event, and reports it. */
function metadataOf(text: string): EventMetadata | undefined {
  try {
    return JSON.parse(text) as EventMetadata;
  } catch {
    return undefined;
  }
}
