import { Column, Entity } from 'typeorm';
import { key, optional, position, text } from '../projecting/projection/columns.js';

/** A site that was ever opened. Its zone stays, even when that opening is voided. */
@Entity('site', { withoutRowid: true })
export class Site {
  @Column(key(text)) site!: string;
  /** IANA; null: the ledger's reporting zone is used. */
  @Column(optional(text)) timeZone!: string | null;
  /** Of its first SiteOpened. */
  @Column(position) position!: string;
}
