import { Column, Index } from 'typeorm';
import { type Digits, flag, instant, key, optional, position, text, whole } from '../projecting/projection/columns.js';
import { Projected } from '../projecting/projection/tables.js';

/** A closing or reopening of a month's books; the latest position tells whether it is closed. */
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
  /** The version of the rules that the published figures were made by. */
  @Column(optional(whole)) rules!: number | null;
  /** Whose rows are what it published: its own event's id, or the hash of what came in parts. Null for a reopening. */
  @Column(optional(text)) figures!: string | null;
  @Column(instant) occurredAt!: number;
  @Column(instant) recordedAt!: number;
}
