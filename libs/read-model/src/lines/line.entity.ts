import { Column, Entity } from 'typeorm';
import { instant, key, optional, position, text } from '../projecting/projection/columns.js';

/** A line in commission, as it was known from one position until another. What is known now has no `toPosition`. */
@Entity('line', { withoutRowid: true })
export class Line {
  /** The LineCommissioned. */
  @Column(key(text)) eventId!: string;
  @Column(key(position)) fromPosition!: string;
  /** Exclusive; null while it holds. */
  @Column(optional(position)) toPosition!: string | null;
  @Column(text) plant!: string;
  @Column(text) line!: string;
  @Column(instant) commissionedAt!: number;
}
