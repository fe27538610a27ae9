import type { Account, TransferKind } from '@plant-ledger/domain';
import { Column, Index } from 'typeorm';
import { type Digits, instant, key, optional, position, text, whole } from '../projecting/projection/columns.js';
import { Projected } from '../projecting/projection/tables.js';

/** One unit moved from one account to another: a row of the books, only ever added. Every total is a sum over these. */
@Projected('transfer', 'insert')
@Index('transfer_by_month', ['month', 'plant', 'model', 'kind', 'position', 'amount'])
@Index('transfer_by_vin', ['vin'])
@Index('transfer_by_occurrence', ['occurredAt'])
@Index('transfer_of_hold', ['occurredAt'], { where: "debit = 'hold' OR credit = 'hold'" })
export class TransferRow {
  /** Of the event that caused the booking. */
  @Column(key(position)) position!: Digits;
  /** From 0 within the position. */
  @Column(key(whole)) sequence!: number;
  @Column(text) eventId!: string;
  /** The event that caused the booking: the fact itself, or a void or correction of it. */
  @Column(text) cause!: string;
  @Column(text) vin!: string;
  @Column(text) kind!: TransferKind;
  /** 1 for the move itself, -1 for its reversal. */
  @Column(whole) amount!: 1 | -1;
  @Column(text) debit!: Account;
  @Column(text) credit!: Account;
  @Column(text) plant!: string;
  @Column(text) model!: string;
  /** Of deliveries and returns: the site whose calendar dates it. */
  @Column(optional(text)) site!: string | null;
  @Column(instant) occurredAt!: number;
  /** `YYYY-MM` where it happened. */
  @Column(text) month!: string;
  /** `YYYY-MM-DD` where it happened. */
  @Column(text) date!: string;
  @Column(instant) recordedAt!: number;
}
