import { Column, Index } from 'typeorm';
import { type Digits, instant, key, optional, position, text, whole } from '../projecting/projection/columns.js';
import { Projected } from '../projecting/projection/tables.js';

/**
 * A month's target as it was set, valid from its position until that of the next one for the same metric, month, plant
 * and model.
 */
@Projected('target_revision', 'insert')
@Index('target_revision_by_month', ['month'])
@Index('target_revision_by_occurrence', ['occurredAt'])
export class TargetRevision {
  @Column(key(position)) position!: Digits;
  @Column(text) eventId!: string;
  @Column(text) metric!: 'produced' | 'delivered';
  @Column(text) month!: string;
  /** Null: all plants. */
  @Column(optional(text)) plant!: string | null;
  /** Null: all models. */
  @Column(optional(text)) model!: string | null;
  @Column(whole) target!: number;
  @Column(optional(text)) reason!: string | null;
  @Column(instant) occurredAt!: number;
  @Column(instant) recordedAt!: number;
}
