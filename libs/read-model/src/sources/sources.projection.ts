import type { RecordedEvent } from '@plant-ledger/domain';
import type { Written } from '../projecting/projection/columns.js';
import type { ReadEvent } from '../projecting/projection/read-event.js';
import { rowsOf, type TableRows } from '../projecting/projection/tables.js';
import { EventSource } from './event-source.entity.js';
import { latenessBucket } from './lateness.js';
import { NO_NUMBERS, sequenceNumber, withNumber, type SequenceNumbers } from './sequence-ranges.js';

/** What is known of a source, as in its row. */
export type SourceRecord = Omit<Written<EventSource>, 'lateness' | 'sequences' | 'gapsTruncated'> & {
  readonly lateness: Map<number, number>;
  numbers: SequenceNumbers;
};

/** An event that a source has sent; `occurredAt` is undefined for what was rejected, whose time may be wrong. */
interface Sent {
  readonly source: string;
  readonly sequence?: string | undefined;
  readonly occurredAt: number | undefined;
}

/** Each source of events: when it last sent one, how late, with what result, and which of its sequence numbers came. */
export function createSourcesProjection(loaded: readonly SourceRecord[]) {
  const sources = new Map(loaded.map((record) => [record.source, record]));
  const changed = new Set<SourceRecord>();

  const recordOf = (source: string, { position, recordedAt }: RecordedEvent): SourceRecord => {
    let record = sources.get(source);
    if (!record) sources.set(source, (record = firstHeard(source, recordedAt)));
    record.position = position;
    changed.add(record);
    return record;
  };
  const sent = ({ source, sequence, occurredAt }: Sent, event: RecordedEvent): SourceRecord => {
    const record = recordOf(source, event);
    record.lastHeardAt = Math.max(record.lastHeardAt, event.recordedAt);
    const number = sequenceNumber(sequence);
    if (number !== undefined) record.numbers = withNumber(record.numbers, number);
    if (occurredAt === undefined) return record;
    const late = Math.max(0, event.recordedAt - occurredAt);
    const bucket = latenessBucket(late);
    record.lateness.set(bucket, (record.lateness.get(bucket) ?? 0) + 1);
    record.mostLate = Math.max(record.mostLate ?? 0, late);
    record.lastOccurredAt = Math.max(record.lastOccurredAt ?? occurredAt, occurredAt);
    return record;
  };

  return {
    heard({ kind, event }: ReadEvent): void {
      if (kind === 'ledger' || event.type === 'UnitParkedFactSettled' || event.type === 'MonthFigures') return;
      if (kind === 'quarantine') {
        if (event.type !== 'EventQuarantined') return;
        const { code, event: kept, waitsFor } = event.data;
        const occurredAt = waitsFor === undefined ? undefined : Date.parse(kept.time);
        const record = sent({ source: kept.source, sequence: kept.sequence, occurredAt }, event);
        if (waitsFor !== undefined) record.quarantined += 1;
        else if (code === 'duplicate-differs') record.differing += 1;
        else record.rejected += 1;
        return;
      }
      if (event.type === 'UnitFactParked') {
        const { source, sequence, occurredAt } = event.data.fact;
        sent({ source, sequence, occurredAt: Date.parse(occurredAt) }, event).quarantined += 1;
        return;
      }
      // An event that waited was counted when it came.
      const record = event.parked ? recordOf(event.source, event) : sent(event, event);
      record.accepted += 1;
    },
    take(): readonly TableRows[] {
      const rows = [...changed].map(sourceRow);
      changed.clear();
      return [rowsOf(EventSource, rows)];
    },
  };
}

function firstHeard(source: string, recordedAt: number): SourceRecord {
  return {
    source,
    firstHeardAt: recordedAt,
    lastHeardAt: recordedAt,
    lastOccurredAt: null,
    accepted: 0,
    quarantined: 0,
    rejected: 0,
    differing: 0,
    lateness: new Map(),
    mostLate: null,
    numbers: NO_NUMBERS,
    position: -1n,
  };
}

function sourceRow({ lateness, numbers, ...record }: SourceRecord): Written<EventSource> {
  const buckets = [...lateness].toSorted(([one], [other]) => one - other);
  return { ...record, lateness: buckets, sequences: numbers.ranges, gapsTruncated: numbers.truncated };
}
