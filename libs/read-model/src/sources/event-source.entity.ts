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

/**
 * A source of events: when it last sent one, how late its events were recorded, with what result, and its sequence
 * numbers.
 */
@Projected('event_source', 'replace')
export class EventSource {
  /** The CloudEvents `source`. */
  @Column(key(text)) source!: string;
  @Column(instant) firstHeardAt!: number;
  /** When the latest of its events was recorded, whatever its result. */
  @Column(instant) lastHeardAt!: number;
  /** The latest `occurredAt` of its facts; null when all were rejected. */
  @Column(optional(instant)) lastOccurredAt!: number | null;
  /** Facts in effect or in history, including those that waited first. */
  @Column(whole) accepted!: number;
  /** Facts that had to wait when they came. */
  @Column(whole) quarantined!: number;
  @Column(whole) rejected!: number;
  /** Facts that another source reported before, with other details. */
  @Column(whole) differing!: number;
  /** Buckets of recorded minus occurred, and the number of events in each. */
  @Column(json) lateness!: readonly (readonly [bucket: number, count: number])[];
  /** Milliseconds. */
  @Column(optional(instant)) mostLate!: number | null;
  /** Ranges of the CloudEvents `sequence` numbers received, in order. */
  @Column(json) sequences!: readonly (readonly [from: number, to: number])[];
  /** There were more gaps between them than are kept. */
  @Column(flag) gapsTruncated!: boolean;
  /** Of its latest event. */
  @Column(position) position!: Digits;
}
