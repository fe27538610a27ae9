import { Column } from 'typeorm';
import { type Digits, instant, key, optional, position, text, whole } from '../projecting/projection/columns.js';
import { Projected } from '../projecting/projection/tables.js';

/** A change of a plant's capacity as it was recorded; of two for the same date the later position is valid. */
@Projected('plant_capacity', 'insert')
export class PlantCapacity {
  @Column(key(position)) position!: Digits;
  @Column(text) eventId!: string;
  @Column(text) plant!: string;
  @Column(whole) unitsPerMonth!: number;
  /** `YYYY-MM-DD`. */
  @Column(text) effectiveFrom!: string;
  @Column(optional(text)) note!: string | null;
  @Column(instant) occurredAt!: number;
  @Column(instant) recordedAt!: number;
}
