import { Column } from 'typeorm';
import { key, text, whole } from '../projecting/projection/columns.js';
import { Projected } from '../projecting/projection/tables.js';

/** A month's total as a closing published it; never changed, whatever comes later. */
@Projected('published_total', 'replace')
export class PublishedTotal {
  /** The `figures` of the MonthClosing that published it. */
  @Column(key(text)) figures!: string;
  @Column(key(text)) plant!: string;
  @Column(key(text)) model!: string;
  @Column(text) month!: string;
  @Column(whole) produced!: number;
  @Column(whole) delivered!: number;
  @Column(whole) returned!: number;
  @Column(whole) scrapped!: number;
}
