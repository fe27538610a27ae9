import type { SiteKind } from '@plant-ledger/domain';
import { Column, Index } from 'typeorm';
import { type Digits, instant, key, optional, position, text } from '../projecting/projection/columns.js';
import { Projected } from '../projecting/projection/tables.js';

/**
 * A site open from one instant until another, versioned by the positions between which it was known so: its closing or
 * a void begins a new row. What is known now has no `toPosition`; of that, what is open has no `closedAt`.
 */
@Projected('site_opening', 'replace')
@Index('site_opening_by_site', ['site'])
export class SiteOpening {
  /** The SiteOpened that began it. */
  @Column(key(text)) eventId!: string;
  @Column(key(position)) fromPosition!: Digits;
  /** Exclusive; null while it holds. */
  @Column(optional(position)) toPosition!: Digits | null;
  /** Of the SiteOpened. */
  @Column(position) position!: Digits;
  @Column(text) site!: string;
  /** Its display name, where its opening has one. */
  @Column(optional(text)) name!: string | null;
  @Column(text) kind!: SiteKind;
  @Column(text) city!: string;
  @Column(optional(text)) country!: string | null;
  @Column(instant) openedAt!: number;
  /** Null while it is open. */
  @Column(optional(instant)) closedAt!: number | null;
  @Column(optional(text)) closedBy!: string | null;
}
