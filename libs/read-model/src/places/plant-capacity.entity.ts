import { Column, Entity } from 'typeorm';
import { instant, key, optional, position, text, whole } from '../projecting/projection/columns.js';

/** A change of a plant's capacity, each as it was told; of two for the same date the later position holds. */
@Entity('plant_capacity', { withoutRowid: true })
export class PlantCapacity {
  @Column(key(position)) position!: string;
  @Column(text) eventId!: string;
  @Column(text) plant!: string;
  @Column(whole) unitsPerMonth!: number;
  /** `YYYY-MM-DD`. */
  @Column(text) effectiveFrom!: string;
  @Column(optional(text)) note!: string | null;
  @Column(instant) occurredAt!: number;
  @Column(instant) recordedAt!: number;
}
