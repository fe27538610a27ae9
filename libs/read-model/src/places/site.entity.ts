import { Column } from 'typeorm';
import { type Digits, key, optional, position, text } from '../projecting/projection/columns.js';
import { Projected } from '../projecting/projection/tables.js';

/** A site that was ever opened. Its zone stays, even when that opening is voided. */
@Projected('site', 'replace')
export class Site {
  @Column(key(text)) site!: string;
  /** IANA; null: the ledger's reporting zone is used. */
  @Column(optional(text)) timeZone!: string | null;
  /** Of its first SiteOpened. */
  @Column(position) position!: Digits;
}
