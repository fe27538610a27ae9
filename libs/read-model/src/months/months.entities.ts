import { Column, Index } from 'typeorm';
import {
  type Digits,
  flag,
  instant,
  key,
  optional,
  position,
  real,
  text,
  whole,
} from '../projecting/projection/columns.js';
import { Projected } from '../projecting/projection/tables.js';

/** A closing or reopening of a month; the latest position decides whether it is closed. */
@Projected('month_closing', 'insert')
@Index('month_closing_by_month', ['month', 'position'])
export class MonthClosing {
  @Column(key(position)) position!: Digits;
  @Column(text) eventId!: string;
  @Column(text) month!: string;
  /** False: reopened. */
  @Column(flag) closed!: boolean;
  @Column(optional(text)) reason!: string | null;
  @Column(optional(text)) actor!: string | null;
  /** What a closing's figures are as of; null for a reopening. */
  @Column(optional(position)) publishedPosition!: Digits | null;
  /** The hash chain's link at the published position. */
  @Column(optional(text)) chain!: string | null;
  /** The version of the rules that made the published figures. */
  @Column(optional(whole)) rules!: number | null;
  /**
   * The key of the rows that it published: its own event's id, or the hash of figures that came in parts. Null for a
   * reopening.
   */
  @Column(optional(text)) figures!: string | null;
  @Column(instant) occurredAt!: number;
  @Column(instant) recordedAt!: number;
}

/** A month's total as a closing published it; never changed, whatever comes later. */
@Projected('published_total', 'replace')
export class PublishedTotal {
  /** The `figures` of the MonthClosing that published it. */
  @Column(key(text)) figures!: string;
  @Column(key(text)) plant!: string;
  @Column(key(text)) model!: string;
  @Column(text) month!: string;
  @Column(whole) produced!: number;
  @Column(whole) delivered!: number;
  @Column(whole) returned!: number;
  @Column(whole) scrapped!: number;
}

/** A line's downtime in a month, as a closing published it; never changed, whatever comes later. */
@Projected('published_downtime', 'replace')
export class PublishedDowntime {
  /** The `figures` of the MonthClosing that published it. */
  @Column(key(text)) figures!: string;
  @Column(key(text)) plant!: string;
  @Column(key(text)) line!: string;
  @Column(text) month!: string;
  @Column(real) minutes!: number;
  @Column(real) plannedMinutes!: number;
  @Column(whole) halts!: number;
  @Column(real) lostUnitsEstimate!: number;
}
