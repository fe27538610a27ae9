import { Column } from 'typeorm';
import { key, text, whole } from '../projecting/projection/columns.js';
import { Projected } from '../projecting/projection/tables.js';

/** Facts counted by date, of the transfers on one page of the journal. */
@Projected('page_total', 'add')
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
