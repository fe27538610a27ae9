import { Column } from 'typeorm';
import { type Digits, instant, key, optional, position, text, whole } from '../projecting/projection/columns.js';
import { Projected } from '../projecting/projection/tables.js';

@Projected('plant', 'replace')
export class Plant {
  @Column(key(text)) plant!: string;
  @Column(text) name!: string;
  /** IANA; never changes. */
  @Column(text) timeZone!: string;
  @Column(text) vinCheckDigit!: 'require' | 'warn' | 'ignore';
  @Column(position) position!: Digits;
}

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

/** A site that was ever opened. Its zone stays, even when that opening is voided. */
@Projected('site', 'replace')
export class Site {
  @Column(key(text)) site!: string;
  /** IANA; null: the ledger's reporting zone is used. */
  @Column(optional(text)) timeZone!: string | null;
  /** Of its first SiteOpened. */
  @Column(position) position!: Digits;
}
