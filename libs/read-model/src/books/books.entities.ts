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

/** Counts of facts by the month in which they occurred, each in its place's calendar. */
@Projected('monthly_total', 'add')
export class MonthlyTotal {
  /** `YYYY-MM`. */
  @Column(key(text)) month!: string;
  @Column(key(text)) plant!: string;
  @Column(key(text)) model!: string;
  @Column(whole) produced!: number;
  @Column(whole) delivered!: number;
  @Column(whole) returned!: number;
  @Column(whole) scrapped!: number;
}

/** Counts of facts by the date on which they occurred, each in its place's calendar. */
@Projected('daily_total', 'add')
export class DailyTotal {
  /** `YYYY-MM-DD`. */
  @Column(key(text)) date!: string;
  @Column(key(text)) plant!: string;
  @Column(key(text)) model!: string;
  @Column(whole) produced!: number;
  @Column(whole) delivered!: number;
  @Column(whole) returned!: number;
  @Column(whole) scrapped!: number;
}

@Projected('stock', 'add')
export class Stock {
  @Column(key(text)) plant!: string;
  @Column(key(text)) model!: string;
  @Column(key(text)) account!: Exclude<Account, 'source'>;
  @Column(whole) units!: number;
}

/**
 * A fixed number of transfers in the order in which they were booked, no event's on two pages. Each page has its own
 * sums, so what was known at a position is the sums of the pages before it and the transfers of one page.
 */
@Projected('journal_page', 'replace')
@Index('journal_page_by_first_position', ['firstPosition'])
export class JournalPage {
  /** From 0. */
  @Column(key(whole)) page!: number;
  @Column(position) firstPosition!: Digits;
  @Column(whole) transfers!: number;
}

/** Facts counted by date, of the transfers on one page of the journal. */
@Projected('page_total', 'add')
export class PageTotal {
  @Column(key(whole)) page!: number;
  /** `YYYY-MM-DD`. */
  @Column(key(text)) date!: string;
  @Column(key(text)) plant!: string;
  @Column(key(text)) model!: string;
  @Column(whole) produced!: number;
  @Column(whole) delivered!: number;
  @Column(whole) returned!: number;
  @Column(whole) scrapped!: number;
}

/** By how many units the transfers on one page of the journal change an account. */
@Projected('page_stock', 'add')
export class PageStock {
  @Column(key(whole)) page!: number;
  @Column(key(text)) plant!: string;
  @Column(key(text)) model!: string;
  @Column(key(text)) account!: Exclude<Account, 'source'>;
  @Column(whole) units!: number;
}
