import { Column, Entity, Index } from 'typeorm';
import { instant, key, optional, position, real, text } from '../projecting/projection/columns.js';

/** A line's rate from an instant on, as it was known from one position until another. Of two for one instant the later told holds. */
@Entity('line_rate', { withoutRowid: true })
@Index('line_rate_by_line', ['plant', 'line'])
export class LineRate {
  @Column(key(text)) eventId!: string;
  @Column(key(position)) fromPosition!: string;
  /** Exclusive; null while it holds. */
  @Column(optional(position)) toPosition!: string | null;
  @Column(text) plant!: string;
  @Column(text) line!: string;
  /** Of the event that told it. */
  @Column(position) position!: string;
  /** The instant from which it holds. */
  @Column(instant) effectiveAt!: number;
  @Column(real) unitsPerHour!: number;
}
