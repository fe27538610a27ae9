import { Column } from 'typeorm';
import { key, text, whole } from '../projecting/projection/columns.js';
import { Projected } from '../projecting/projection/tables.js';

/** Counts of facts by the month in which they occurred, each in its place's calendar. */
@Projected('monthly_total', 'add')
export class MonthlyTotal {
  /** `YYYY-MM`. */
  @Column(key(text)) month!: string;
  @Column(key(text)) plant!: string;
  @Column(key(text)) model!: string;
  @Column(whole) produced!: number;
  @Column(whole) delivered!: number;
  @Column(whole) returned!: number;
  @Column(whole) scrapped!: number;
}
