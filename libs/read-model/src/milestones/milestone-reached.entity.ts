import { Column } from 'typeorm';
import { type Digits, instant, key, position, text, whole } from '../projecting/projection/columns.js';
import { Projected } from '../projecting/projection/tables.js';

/**
 * The first event with which a milestone reached a target in effect at the time, higher than any it had reached before.
 * A target was first reached with the first of these whose target is not lower. Never taken back, whatever falls below
 * again.
 */
@Projected('milestone_reached', 'insert')
export class MilestoneReached {
  @Column(key(text)) milestone!: string;
  @Column(key(position)) position!: Digits;
  @Column(whole) target!: number;
  @Column(text) eventId!: string;
  @Column(instant) occurredAt!: number;
  @Column(instant) recordedAt!: number;
}
