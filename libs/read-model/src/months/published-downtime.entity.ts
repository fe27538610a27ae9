import { Column } from 'typeorm';
import { key, real, text, whole } from '../projecting/projection/columns.js';
import { Projected } from '../projecting/projection/tables.js';

/** A line's downtime in a month, as a closing published it; never changed, whatever comes later. */
@Projected('published_downtime', 'replace')
export class PublishedDowntime {
  /** The `figures` of the MonthClosing that published it. */
  @Column(key(text)) figures!: string;
  @Column(key(text)) plant!: string;
  @Column(key(text)) line!: string;
  @Column(text) month!: string;
  @Column(real) minutes!: number;
  @Column(real) plannedMinutes!: number;
  @Column(whole) halts!: number;
  @Column(real) lostUnitsEstimate!: number;
}
