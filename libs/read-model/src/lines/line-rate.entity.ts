import { Column, Index } from 'typeorm';
import { type Digits, instant, key, optional, position, real, text } from '../projecting/projection/columns.js';
import { Projected } from '../projecting/projection/tables.js';

/** A line's rate from an instant on, as it was known from one position until another. Of two for one instant the later told holds. */
@Projected('line_rate', 'replace')
@Index('line_rate_by_line', ['plant', 'line'])
export class LineRate {
  @Column(key(text)) eventId!: string;
  @Column(key(position)) fromPosition!: Digits;
  /** Exclusive; null while it holds. */
  @Column(optional(position)) toPosition!: Digits | null;
  @Column(text) plant!: string;
  @Column(text) line!: string;
  /** Of the event that told it. */
  @Column(position) position!: Digits;
  /** The instant from which it holds. */
  @Column(instant) effectiveAt!: number;
  @Column(real) unitsPerHour!: number;
}
