import type { DatabaseSync } from 'node:sqlite';
import { NO_STREAM, type AppendResult, type Position, type Revision } from '../port.js';
import type { PreparedAppend } from '../prepare.js';

/** Streams whose revision is cached; a miss costs one look-up in the index. */
const CACHED_STREAMS = 100_000;

export interface RowAppender {
  /** Appends inside the open transaction, checking the revision against everything appended before it. */
  append(append: PreparedAppend): AppendResult;
  /** Position of the last event, where it is known without a query: nobody else writes. */
  last(): number | undefined;
  /** Clears its caches: to be called when a transaction was rolled back. */
  forget(): void;
}

/** Appends rows to the event table; the caller owns the transaction and is the only writer. */
export function rowAppender(database: DatabaseSync): RowAppender {
  const insert = database.prepare(
    'INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (stream, revision) DO NOTHING',
  );
  const lastPosition = database.prepare('SELECT max(position) AS last FROM event');
  const lastRevision = database.prepare('SELECT max(revision) AS last FROM event WHERE stream = ?');
  const range = database.prepare(
    'SELECT id, position FROM event WHERE stream = ? AND revision > ? AND revision <= ? ORDER BY revision',
  );
  const revisions = new Map<string, Revision>();
  let next: number | undefined;

  const remember = (stream: string, revision: Revision): void => {
    if (revisions.size >= CACHED_STREAMS && !revisions.has(stream))
      for (const oldest of revisions.keys()) {
        revisions.delete(oldest);
        break;
      }
    revisions.set(stream, revision);
  };

  const currentRevision = (stream: string): Revision => {
    const cached = revisions.get(stream);
    if (cached !== undefined) return cached;
    const last = lastRevision.get(stream)?.['last'];
    return typeof last === 'number' ? last : NO_STREAM;
  };

  const write = ({ stream, expectedRevision, events }: PreparedAppend): readonly Position[] | undefined => {
    let position = (next ??= Number(lastPosition.get()?.['last'] ?? 0) + 1);
    let revision = expectedRevision;
    const positions: Position[] = [];
    for (const { id, type, data, metadata } of events) {
      revision += 1;
      const { changes } = insert.run(position, stream, revision, id, type, data, metadata);
      if (changes === 0) return undefined;
      positions.push(BigInt(position));
      position += 1;
    }
    next = position;
    remember(stream, revision);
    return positions;
  };

  /** The result of a retry: the positions of its events, when exactly they follow the expected revision. */
  const answerAgain = ({ stream, expectedRevision, events }: PreparedAppend): AppendResult => {
    const actualRevision = currentRevision(stream);
    const revision = expectedRevision + events.length;
    const stored = actualRevision < revision ? [] : range.all(stream, expectedRevision, revision);
    if (stored.length !== events.length || !stored.every((row, index) => row['id'] === events[index]?.id))
      return { outcome: 'wrong-expected-revision', actualRevision };
    return { outcome: 'appended', revision, positions: stored.map((row) => BigInt(Number(row['position']))) };
  };

  return {
    append(append) {
      const { stream, expectedRevision, events } = append;
      const known = revisions.get(stream);
      // A new stream needs no query: the unique index reports when it is not new.
      const current = known ?? (expectedRevision === NO_STREAM ? NO_STREAM : currentRevision(stream));
      const positions = current === expectedRevision ? write(append) : undefined;
      if (!positions) return answerAgain(append);
      return { outcome: 'appended', revision: expectedRevision + events.length, positions };
    },
    last: () => (next === undefined ? undefined : next - 1),
    forget() {
      revisions.clear();
      next = undefined;
    },
  };
}
