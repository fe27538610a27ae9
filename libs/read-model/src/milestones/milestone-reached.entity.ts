import { Column, Entity } from 'typeorm';
import { instant, key, position, text, whole } from '../projecting/projection/columns.js';

/**
 * The first event with which a milestone was at a target that stood then, and at none so high before. A target was first
 * reached with the first of these whose target is not lower. Never taken back, whatever falls below again.
 */
@Entity('milestone_reached', { withoutRowid: true })
export class MilestoneReached {
  @Column(key(text)) milestone!: string;
  @Column(key(position)) position!: string;
  @Column(whole) target!: number;
  @Column(text) eventId!: string;
  @Column(instant) occurredAt!: number;
  @Column(instant) recordedAt!: number;
}
