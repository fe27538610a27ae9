import { Column, Entity } from 'typeorm';
import { type Digits, instant, key, optional, position, text, whole } from './columns.js';

/** How far this read model has followed the log, and which log, by which code. One row. */
@Entity('checkpoint')
export class Checkpoint {
  /** Always 1. */
  @Column(key(whole)) id!: number;
  /** From LedgerOpened; null before it. */
  @Column(optional(text)) ledgerId!: string | null;
  /** The ledger's reporting zone, from LedgerOpened. */
  @Column(text) timeZone!: string;
  /** Of the projections that made these rows. */
  @Column(whole) codeVersion!: number;
  /** The last event projected; -1 before the first. */
  @Column(position) position!: Digits;
  /** The log has been followed up to here; beyond `position` where foreign events were skipped. */
  @Column(position) through!: Digits;
  /** When the last projected event was recorded, the latest so far; null before the first. */
  @Column(optional(instant)) recordedAt!: number | null;
  /** The hash chain's link at `position`, and the one before it; hex. */
  @Column(text) chain!: string;
  @Column(text) formerChain!: string;
  /** Stream and revision of the last event projected; null before the first. */
  @Column(optional(text)) lastStream!: string | null;
  @Column(optional(whole)) lastRevision!: number | null;
  /** Of the lease under which it is written; 0 before any. */
  @Column(whole) epoch!: number;
}
