import { Column, Index } from 'typeorm';
import { type Digits, flag, instant, key, optional, position, text, whole } from '../projecting/projection/columns.js';
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
