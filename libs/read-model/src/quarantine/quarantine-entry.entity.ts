import type { FieldError, KeptEvent } from '@plant-ledger/domain';
import { Column, Index } from 'typeorm';
import { type Digits, instant, json, key, optional, position, text } from '../projecting/projection/columns.js';
import { Projected } from '../projecting/projection/tables.js';

export type QuarantineEntryState = 'waiting' | 'rejected' | 'resolved' | 'discarded';

/** A well-formed event that was refused, or waits in its unit's stream for what it builds on. */
@Projected('quarantine_entry', 'replace')
@Index('quarantine_entry_by_state', ['state', 'firstSeenPosition'])
export class QuarantineEntry {
  /** The eventId of the kept event; its id under `/v1/quarantine`. */
  @Column(key(text)) eventId!: string;
  @Column(text) state!: QuarantineEntryState;
  @Column(text) code!: string;
  @Column(text) detail!: string;
  @Column(optional(json)) errors!: readonly FieldError[] | null;
  /** How it was resolved (`accepted`, `duplicate`), or why it was discarded. */
  @Column(optional(text)) outcome!: string | null;
  @Column(text) source!: string;
  @Column(text) type!: string;
  /** As kept: values of unknown fields left out. */
  @Column(json) event!: KeptEvent;
  @Column(position) firstSeenPosition!: Digits;
  @Column(instant) firstSeenAt!: number;
  @Column(position) changedPosition!: Digits;
  @Column(instant) changedAt!: number;
}
