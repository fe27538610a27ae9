import { Column, Index } from 'typeorm';
import { type Digits, instant, key, optional, position, real, text } from '../projecting/projection/columns.js';
import { Projected } from '../projecting/projection/tables.js';

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
