import { Column } from 'typeorm';
import { type Digits, key, position, text } from '../projecting/projection/columns.js';
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
