import { Column, Entity } from 'typeorm';
import { key, position, text } from '../projecting/projection/columns.js';

@Entity('plant', { withoutRowid: true })
export class Plant {
  @Column(key(text)) plant!: string;
  @Column(text) name!: string;
  /** IANA; never changes. */
  @Column(text) timeZone!: string;
  @Column(text) vinCheckDigit!: 'require' | 'warn' | 'ignore';
  /** Of its PlantRegistered. */
  @Column(position) position!: string;
}
