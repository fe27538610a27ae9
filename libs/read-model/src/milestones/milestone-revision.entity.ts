import { Column, Index } from 'typeorm';
import { type Digits, instant, key, optional, position, text, whole } from '../projecting/projection/columns.js';
import { Projected } from '../projecting/projection/tables.js';

/** A milestone as it was defined, revised or withdrawn, valid from its position until that of the next one. */
@Projected('milestone_revision', 'insert')
@Index('milestone_revision_by_milestone', ['milestone', 'position'])
export class MilestoneRevision {
  @Column(key(position)) position!: Digits;
  @Column(text) eventId!: string;
  @Column(text) milestone!: string;
  @Column(text) type!: 'MilestoneDefined' | 'MilestoneRevised' | 'MilestoneWithdrawn';
  /** In effect from here on. */
  @Column(whole) target!: number;
  /** In effect from here on, `YYYY-MM-DD`. */
  @Column(text) due!: string;
  @Column(optional(text)) reason!: string | null;
  @Column(instant) occurredAt!: number;
  @Column(instant) recordedAt!: number;
}
