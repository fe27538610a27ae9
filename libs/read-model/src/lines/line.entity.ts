import { Column } from 'typeorm';
import { type Digits, instant, key, optional, position, text } from '../projecting/projection/columns.js';
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
