import type { DatabaseSync } from 'node:sqlite';
import type { Position, Revision, StoredEvent } from '../port.js';
import { damage } from './damage.js';

/** The most rows read at once, so that a reader never holds the thread for long. */
export const PAGE_ROWS = 1_000;
/** A page ends once it has this many characters. */
const PAGE_CHARACTERS = 8_000_000;
/** Rows read in one call: few at first, as each of them may be large, then as many as fit if they are like those before. */
const FIRST_ROWS = 16;
const CHUNK_ROWS = 250;

const COLUMNS = 'SELECT position, stream, revision, id, type, data, metadata FROM event';

type Row = readonly [number, string, number, string, string, string, string];

interface LogPage {
  readonly events: readonly StoredEvent[];
  readonly end: boolean;
}

export type LogReader = ReturnType<typeof logReader>;

/** Reads a log through prepared statements on a connection of its own or the writer's. */
export function logReader(database: DatabaseSync) {
  const all = database.prepare(`${COLUMNS} WHERE position > ? ORDER BY position LIMIT ?`);
  const ofStream = database.prepare(`${COLUMNS} WHERE stream = ? AND revision >= ? ORDER BY revision LIMIT ?`);
  const last = database.prepare('SELECT max(position) FROM event');
  for (const statement of [all, ofStream, last]) statement.setReturnArrays(true);

  return {
    /** The next events after a position, at most `PAGE_ROWS`; `end` when there were no more. */
    page: (after: Position, limit: number, bytes?: number): LogPage =>
      bytes === undefined
        ? inChunks(limit, (rows, chunk) => {
            const previous = rows.at(-1);
            return all.all(previous ? previous.position : after, chunk);
          })
        : upTo(bytes, all.iterate(after, Math.min(limit, PAGE_ROWS)), limit),
    /** The next events of a stream from a revision, likewise. */
    streamPage: (stream: string, from: Revision, limit: number, bytes?: number): LogPage =>
      bytes === undefined
        ? inChunks(limit, (rows, chunk) => ofStream.all(stream, from + rows.length, chunk))
        : upTo(bytes, ofStream.iterate(stream, from, Math.min(limit, PAGE_ROWS)), limit),
    /** Position of the last event; 0 when there is none. */
    lastPosition: (): number => (last.get() as unknown as [number | null])[0] ?? 0,
  };
}

const NAMES = ['position', 'stream', 'revision', 'id', 'type', 'data', 'metadata'];
const KINDS = ['number', 'string', 'number', 'string', 'string', 'string', 'string'];

function inChunks(limit: number, read: (so: readonly StoredEvent[], chunk: number) => unknown): LogPage {
  const events: StoredEvent[] = [];
  const most = Math.min(limit, PAGE_ROWS);
  let fitting = FIRST_ROWS;
  for (let characters = 0; events.length < most && characters < PAGE_CHARACTERS;) {
    const chunk = Math.min(CHUNK_ROWS, fitting, most - events.length);
    const rows = read(events, chunk) as readonly Row[];
    for (const row of rows) {
      const event = asEvent(row);
      characters += event.data.length + event.metadata.length;
      events.push(event);
    }
    if (rows.length < chunk) return { events, end: true };
    fitting = Math.max(1, Math.floor((PAGE_CHARACTERS - characters) / (characters / events.length)));
  }
  return { events, end: false };
}

/** Row by row, so that a page never exceeds its limit, however large the next row is. */
function upTo(most: number, rows: Iterable<unknown>, limit: number): LogPage {
  const events: StoredEvent[] = [];
  let bytes = 0;
  for (const row of rows as Iterable<Row>) {
    const event = asEvent(row);
    events.push(event);
    bytes += Buffer.byteLength(event.data) + Buffer.byteLength(event.metadata);
    if (bytes >= most) return { events, end: false };
  }
  return { events, end: events.length < Math.min(limit, PAGE_ROWS) };
}

function asEvent(row: Row): StoredEvent {
  const [position, stream, revision, id, type, data, metadata] = row;
  const wrong = row.findIndex((value, index) => typeof value !== KINDS[index]);
  if (wrong >= 0) throw damage(`the ${NAMES[wrong]} of position ${position} is not what was written`);
  return { id, type, stream, revision, position: BigInt(position), data, metadata };
}
