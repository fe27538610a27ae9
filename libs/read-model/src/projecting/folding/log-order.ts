import { START, type EventStore, type Position, type StoredEvent } from '@plant-ledger/event-store';
import { DatabaseSync } from 'node:sqlite';
import { UnprojectableError } from '../projection/projection.js';

/** Checks whether events follow each other as they were written, so that one removed from the log is noticed. */
export interface LogOrder {
  /**
   * `before`: position of the event before it; START for none. Streams that are not the ledger's own may have gaps.
   * @throws UnprojectableError at the first event after a gap.
   */
  check(event: StoredEvent, before: Position, isOwn: boolean): void;
}

/** An embedded log numbers its events without a gap, from 1; in a server's log positions have gaps. */
export function positionsInOrder(engine: EventStore['engine']): LogOrder {
  if (engine !== 'sqlite') return { check: () => undefined };
  return {
    check({ position }, before) {
      const next = before === START ? 1n : before + 1n;
      if (position === next) return;
      const missing = position - 1n === next ? `Position ${next} is` : `Positions ${next} to ${position - 1n} are`;
      throw new UnprojectableError(`${missing} missing before it: events were taken out of the log.`);
    },
  };
}

/**
 * Positions, and the revisions of every stream, too, for reading a log from its first event (or, `from` later, from
 * there). What it has read is kept in a temporary file of its own, since there may be millions of streams.
 */
export function everythingInOrder(engine: EventStore['engine'], from: Position): LogOrder {
  const positions = positionsInOrder(engine);
  const seen = new DatabaseSync('');
  seen.exec(`
    PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -16384; BEGIN;
    CREATE TABLE stream (name TEXT PRIMARY KEY, revision INTEGER NOT NULL) WITHOUT ROWID`);
  const begin = seen.prepare('INSERT INTO stream VALUES (?, ?) ON CONFLICT DO NOTHING');
  const next = seen.prepare('UPDATE stream SET revision = max(revision, ?2) WHERE name = ?1 AND revision >= ?2 - 1');
  return {
    check(event, before, isOwn) {
      positions.check(event, before, isOwn);
      if (!isOwn) return;
      const { stream, revision } = event;
      const isFirst = (revision === 0 || from !== START) && begin.run(stream, revision).changes === 1;
      if (isFirst || next.run(stream, revision).changes === 1) return;
      throw new UnprojectableError(
        `An event of its stream is missing before revision ${revision}: events were taken out of the log.`,
      );
    },
  };
}
