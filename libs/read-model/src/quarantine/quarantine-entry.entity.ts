import type { FieldError, KeptEvent } from '@plant-ledger/domain';
import { Column, Entity, Index } from 'typeorm';
import { instant, key, optional, position, text } from '../projecting/projection/columns.js';

export type QuarantineEntryState = 'waiting' | 'rejected' | 'resolved' | 'discarded';

/** A well-formed event that was refused, or waits in its unit's stream for what it builds on. */
@Entity('quarantine_entry', { withoutRowid: true })
@Index('quarantine_entry_by_state', ['state', 'firstSeenPosition'])
export class QuarantineEntry {
  /** Of the event kept; its id under `/v1/quarantine`. */
  @Column(key(text)) eventId!: string;
  @Column(text) state!: QuarantineEntryState;
  @Column(text) code!: string;
  @Column(text) detail!: string;
  @Column({ type: 'simple-json', nullable: true }) errors!: readonly FieldError[] | null;
  /** How it was resolved (`accepted`, `duplicate`), or why it was discarded. */
  @Column(optional(text)) outcome!: string | null;
  @Column(text) source!: string;
  @Column(text) type!: string;
  /** As kept: values of unknown fields left out. */
  @Column({ type: 'simple-json' }) event!: KeptEvent;
  @Column(position) firstSeenPosition!: string;
  @Column(instant) firstSeenAt!: number;
  @Column(position) changedPosition!: string;
  @Column(instant) changedAt!: number;
}
