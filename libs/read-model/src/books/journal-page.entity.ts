import { Column, Index } from 'typeorm';
import { type Digits, key, position, whole } from '../projecting/projection/columns.js';
import { Projected } from '../projecting/projection/tables.js';

/**
 * A fixed number of transfers in the order in which they were booked, no event's on two pages. Each page has its own
 * sums, so what was known at a position is the sums of the pages before it and the transfers of one page.
 */
@Projected('journal_page', 'replace')
@Index('journal_page_by_first_position', ['firstPosition'])
export class JournalPage {
  /** From 0. */
  @Column(key(whole)) page!: number;
  @Column(position) firstPosition!: Digits;
  @Column(whole) transfers!: number;
}
