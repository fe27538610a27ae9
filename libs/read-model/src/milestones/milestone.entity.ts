import type { MilestoneMetric } from '@plant-ledger/domain';
import { Column } from 'typeorm';
import { flag, key, optional, text, whole } from '../projecting/projection/columns.js';
import { Projected } from '../projecting/projection/tables.js';

/** A milestone with its progress. Delivered is net of returns; produced is not reduced by scrapping. */
@Projected('milestone', 'replace')
export class Milestone {
  @Column(key(text)) milestone!: string;
  @Column(text) title!: string;
  @Column(text) metric!: MilestoneMetric;
  /** Null: all plants. */
  @Column(optional(text)) plant!: string | null;
  /** Null: all models. */
  @Column(optional(text)) model!: string | null;
  @Column(whole) target!: number;
  /** As revised last, `YYYY-MM-DD`. */
  @Column(text) due!: string;
  @Column(flag) withdrawn!: boolean;
  @Column(whole) value!: number;
  /** Whether the value has reached the target now. */
  @Column(flag) reached!: boolean;
  /** The highest target that was reached while in effect, see `MilestoneReached`; null: none was. */
  @Column(optional(whole)) reachedTarget!: number | null;
}
