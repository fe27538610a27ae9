import { Column, Entity } from 'typeorm';
import { key, position, real, text, whole } from './columns.js';

/** How long a line stood still in a month, as a closing published it; never changed, whatever comes later. */
@Entity('published_downtime', { withoutRowid: true })
export class PublishedDowntime {
  /** Of the MonthClosed that published it. */
  @Column(key(position)) position!: string;
  @Column(key(text)) plant!: string;
  @Column(key(text)) line!: string;
  @Column(text) month!: string;
  @Column(real) minutes!: number;
  @Column(real) plannedMinutes!: number;
  @Column(whole) halts!: number;
  @Column(real) lostUnitsEstimate!: number;
}
