import type { Account } from '@plant-ledger/domain';
import { Column } from 'typeorm';
import { key, text, whole } from '../projecting/projection/columns.js';
import { Projected } from '../projecting/projection/tables.js';

/** By how many units the transfers on one page of the journal change an account. */
@Projected('page_stock', 'add')
export class PageStock {
  @Column(key(whole)) page!: number;
  @Column(key(text)) plant!: string;
  @Column(key(text)) model!: string;
  @Column(key(text)) account!: Exclude<Account, 'source'>;
  @Column(whole) units!: number;
}
