import { Column, Entity, Index } from 'typeorm';
import { instant, key, optional, position, text, whole } from '../projecting/projection/columns.js';

/** A milestone as it was defined, revised or withdrawn, holding from its position until that of the next one. */
@Entity('milestone_revision', { withoutRowid: true })
@Index('milestone_revision_by_milestone', ['milestone', 'position'])
export class MilestoneRevision {
  @Column(key(position)) position!: string;
  @Column(text) eventId!: string;
  @Column(text) milestone!: string;
  @Column(text) type!: 'MilestoneDefined' | 'MilestoneRevised' | 'MilestoneWithdrawn';
  /** In force from here on. */
  @Column(whole) target!: number;
  /** In force from here on, `YYYY-MM-DD`. */
  @Column(text) due!: string;
  @Column(optional(text)) reason!: string | null;
  @Column(instant) occurredAt!: number;
  @Column(instant) recordedAt!: number;
}
