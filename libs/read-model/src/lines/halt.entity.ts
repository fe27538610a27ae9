import { Column, Index } from 'typeorm';
import { type Digits, flag, instant, key, optional, position, real, text } from '../projecting/projection/columns.js';
import { Projected } from '../projecting/projection/tables.js';

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
