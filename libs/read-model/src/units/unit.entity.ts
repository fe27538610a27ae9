import type { Life } from '@plant-ledger/domain';
import { Column } from 'typeorm';
import { type Digits, instant, key, optional, position, text } from '../projecting/projection/columns.js';
import { Projected } from '../projecting/projection/tables.js';

@Projected('unit', 'replace')
export class UnitRow {
  @Column(key(text)) vin!: string;
  /** Its account; `none` while facts wait for its production. */
  @Column(text) account!: Life['account'];
  @Column(optional(text)) plant!: string | null;
  @Column(optional(text)) line!: string | null;
  @Column(optional(text)) model!: string | null;
  @Column(optional(text)) variant!: string | null;
  @Column(optional(instant)) producedAt!: number | null;
  /** Of the delivery in effect; null when it is not delivered, or came back. */
  @Column(optional(instant)) deliveredAt!: number | null;
  /** Of its latest event. */
  @Column(position) position!: Digits;
  /** The state on which its next event is evolved; for the projector only. */
  @Column(text) folded!: string;
}
