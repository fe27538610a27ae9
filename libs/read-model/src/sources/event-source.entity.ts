import { Column } from 'typeorm';
import {
  type Digits,
  flag,
  instant,
  json,
  key,
  optional,
  position,
  text,
  whole,
} from '../projecting/projection/columns.js';
import { Projected } from '../projecting/projection/tables.js';

/** A source of events: when it was heard, how late its events were told, with what result, and its sequence numbers. */
@Projected('event_source', 'replace')
export class EventSource {
  /** The CloudEvents `source`. */
  @Column(key(text)) source!: string;
  @Column(instant) firstHeardAt!: number;
  /** When the latest of its events was recorded, whatever came of it. */
  @Column(instant) lastHeardAt!: number;
  /** The latest that anything it told happened; null when all was rejected. */
  @Column(optional(instant)) lastOccurredAt!: number | null;
  /** Facts in force or in history; those that waited first are among them. */
  @Column(whole) accepted!: number;
  /** Facts that had to wait when they came. */
  @Column(whole) quarantined!: number;
  @Column(whole) rejected!: number;
  /** Told the same fact as another, with other details. */
  @Column(whole) differing!: number;
  /** Buckets of recorded minus occurred, and how many events fell into each. */
  @Column(json) lateness!: readonly (readonly [bucket: number, count: number])[];
  /** Milliseconds. */
  @Column(optional(instant)) mostLate!: number | null;
  /** Ranges of the CloudEvents `sequence` that came, in order. */
  @Column(json) sequences!: readonly (readonly [from: number, to: number])[];
  /** There were more gaps between them than are kept. */
  @Column(flag) gapsTruncated!: boolean;
  /** Of its latest event. */
  @Column(position) position!: Digits;
}
