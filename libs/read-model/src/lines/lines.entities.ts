import type { LineFactType } from '@plant-ledger/domain';
import { Column, Index } from 'typeorm';
import { type Digits, flag, instant, key, optional, position, real, text } from '../projecting/projection/columns.js';
import { Projected } from '../projecting/projection/tables.js';

/**
 * A line in commission, versioned by the positions between which it was known. What is known now has no `toPosition`.
 */
@Projected('line', 'replace')
export class Line {
  @Column(key(text)) eventId!: string;
  @Column(key(position)) fromPosition!: Digits;
  /** Exclusive; null while it holds. */
  @Column(optional(position)) toPosition!: Digits | null;
  @Column(text) plant!: string;
  @Column(text) line!: string;
  @Column(instant) commissionedAt!: number;
}

/** A fact of a line with its details as corrected so far: halts and rates are derived from them. */
@Projected('line_fact', 'replace')
@Index('line_fact_by_line', ['plant', 'line', 'position'])
@Index('line_fact_by_occurrence', ['occurredAt'])
export class LineFactRow {
  @Column(key(text)) eventId!: string;
  @Column(text) plant!: string;
  @Column(text) line!: string;
  /** Of the event that recorded it. */
  @Column(position) position!: Digits;
  @Column(text) type!: LineFactType;
  @Column(instant) occurredAt!: number;
  @Column(optional(real)) unitsPerHour!: number | null;
  @Column(optional(text)) halt!: string | null;
  /** The halt has its event's id, because the source named none. */
  @Column(flag) unnamed!: boolean;
  @Column(optional(text)) reason!: string | null;
  @Column(optional(flag)) planned!: boolean | null;
  @Column(optional(real)) expectedMinutes!: number | null;
  @Column(flag) voided!: boolean;
}

/**
 * A halt of a line, versioned by the positions between which it was known so: its end, a correction or a void begins a
 * new row. What is known now has no `toPosition`.
 */
@Projected('halt', 'replace')
@Index('halt_by_line', ['plant', 'line'])
export class HaltRow {
  /** The LineHalted that began it. */
  @Column(key(text)) eventId!: string;
  @Column(key(position)) fromPosition!: Digits;
  /** Exclusive; null while it holds. */
  @Column(optional(position)) toPosition!: Digits | null;
  @Column(text) plant!: string;
  @Column(text) line!: string;
  @Column(text) halt!: string;
  @Column(instant) startedAt!: number;
  /** Null while it is open. */
  @Column(optional(instant)) endedAt!: number | null;
  @Column(optional(text)) endedBy!: string | null;
  @Column(text) reason!: string;
  @Column(flag) planned!: boolean;
  @Column(optional(real)) expectedMinutes!: number | null;
}

/**
 * A line's rate from an instant on, versioned by the positions between which it was known. Of two for one instant the
 * later recorded is valid.
 */
@Projected('line_rate', 'replace')
@Index('line_rate_by_line', ['plant', 'line'])
export class LineRate {
  @Column(key(text)) eventId!: string;
  @Column(key(position)) fromPosition!: Digits;
  /** Exclusive; null while it holds. */
  @Column(optional(position)) toPosition!: Digits | null;
  @Column(text) plant!: string;
  @Column(text) line!: string;
  /** Of the event that recorded it. */
  @Column(position) position!: Digits;
  @Column(instant) effectiveAt!: number;
  @Column(real) unitsPerHour!: number;
}
