import { Column, Index } from 'typeorm';
import { flag, instant, json, key, text } from '../projecting/projection/columns.js';
import { Projected } from '../projecting/projection/tables.js';
import type { SequenceRanges } from './sequence-ranges.js';

/** Counts of a source beside the log: a table beside the generations, in no digest and made again by no rebuild. */
@Projected('source_count', 'replace')
@Index('source_count_by_last_heard', ['lastHeardAt'])
export class SourceCountRow {
  @Column(key(text)) source!: string;
  @Column({ type: 'bigint' }) duplicates!: number;
  @Column(json) sequences!: SequenceRanges;
  @Column(flag) gapsTruncated!: boolean;
  @Column(instant) firstHeardAt!: number;
  @Column(instant) lastHeardAt!: number;
}
