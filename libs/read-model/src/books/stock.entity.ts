import type { Account } from '@plant-ledger/domain';
import { Column } from 'typeorm';
import { key, text, whole } from '../projecting/projection/columns.js';
import { Projected } from '../projecting/projection/tables.js';

@Projected('stock', 'add')
export class Stock {
  @Column(key(text)) plant!: string;
  @Column(key(text)) model!: string;
  @Column(key(text)) account!: Exclude<Account, 'source'>;
  @Column(whole) units!: number;
}
