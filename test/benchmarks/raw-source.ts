import type { DatabaseSync } from 'node:sqlite';
import type { RawMetadata } from './raw-setup.js';

/** The row of one source that numbers what it sends in order, without gaps. */
export function rawSource(database: DatabaseSync) {
  const upsert = database.prepare(`
    INSERT INTO event_source (source, first_heard_at, last_heard_at, last_occurred_at, accepted, quarantined, rejected,
      differing, lateness, most_late, sequences, gaps_truncated, position) VALUES (?, ?, ?, ?, ?, 0, 0, 0, ?, ?, ?, 0, ?)
    ON CONFLICT (source) DO UPDATE SET
      last_heard_at = excluded.last_heard_at, last_occurred_at = excluded.last_occurred_at, accepted = excluded.accepted,
      lateness = excluded.lateness, most_late = excluded.most_late, sequences = excluded.sequences,
      position = excluded.position`);
  const lateness: number[] = [];
  let [source, first, last, lastOccurred, accepted, mostLate, at] = ['', 0, 0, 0, 0, 0, 0];
  let [from, to] = [0, 0];
  let changed = false;
  return {
    heard(metadata: RawMetadata, position: number, occurredAt: number, recordedAt: number): void {
      const number = Number(metadata.sequence);
      if (accepted === 0) {
        source = metadata.source;
        first = recordedAt;
        from = number;
      } else if (number !== to + 1) throw new Error(`${source} left out number ${to + 1}`);
      to = number;
      const late = Math.max(0, recordedAt - occurredAt);
      const doublings = late < 16 ? 0 : 28 - Math.clz32(late);
      const bucket = doublings * 8 + (late >> doublings);
      lateness[bucket] = (lateness[bucket] ?? 0) + 1;
      if (late > mostLate) mostLate = late;
      if (recordedAt > last) last = recordedAt;
      if (occurredAt > lastOccurred) lastOccurred = occurredAt;
      accepted += 1;
      at = position;
      changed = true;
    },
    write(): void {
      if (!changed) return;
      changed = false;
      const buckets: [number, number][] = [];
      for (const [bucket, count] of lateness.entries()) if (count) buckets.push([bucket, count]);
      upsert.run(
        source,
        first,
        last,
        lastOccurred,
        accepted,
        JSON.stringify(buckets),
        mostLate,
        JSON.stringify([[from, to]]),
        at,
      );
    },
  };
}
