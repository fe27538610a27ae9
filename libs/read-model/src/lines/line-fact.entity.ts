import type { LineFactType } from '@plant-ledger/domain';
import { Column, Index } from 'typeorm';
import { type Digits, flag, instant, key, optional, position, real, text } from '../projecting/projection/columns.js';
import { Projected } from '../projecting/projection/tables.js';

/** A fact of a line with its details as corrected so far: halts and rates are derived from them. */
@Projected('line_fact', 'replace')
@Index('line_fact_by_line', ['plant', 'line', 'position'])
@Index('line_fact_by_occurrence', ['occurredAt'])
export class LineFactRow {
  @Column(key(text)) eventId!: string;
  @Column(text) plant!: string;
  @Column(text) line!: string;
  /** Of the event that recorded it. */
  @Column(position) position!: Digits;
  @Column(text) type!: LineFactType;
  @Column(instant) occurredAt!: number;
  @Column(optional(real)) unitsPerHour!: number | null;
  @Column(optional(text)) halt!: string | null;
  /** The halt has its event's id, because the source named none. */
  @Column(flag) unnamed!: boolean;
  @Column(optional(text)) reason!: string | null;
  @Column(optional(flag)) planned!: boolean | null;
  @Column(optional(real)) expectedMinutes!: number | null;
  @Column(flag) voided!: boolean;
}
