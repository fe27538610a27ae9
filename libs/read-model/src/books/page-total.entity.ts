import { Column, Entity } from 'typeorm';
import { key, text, whole } from '../projecting/projection/columns.js';

/** Facts counted by date, of the transfers on one page of the journal. */
@Entity('page_total', { withoutRowid: true })
export class PageTotal {
  @Column(key(whole)) page!: number;
  /** `YYYY-MM-DD`. */
  @Column(key(text)) date!: string;
  @Column(key(text)) plant!: string;
  @Column(key(text)) model!: string;
  @Column(whole) produced!: number;
  @Column(whole) delivered!: number;
  @Column(whole) returned!: number;
  @Column(whole) scrapped!: number;
}
