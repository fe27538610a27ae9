import type { EntityManager } from 'typeorm';
import { asWritten } from '../projecting/projection/tables.js';
import { EventSource } from './event-source.entity.js';
import type { SourceRecord } from './sources.projection.js';

export async function loadSources(manager: EntityManager): Promise<SourceRecord[]> {
  const rows = (await manager.find(EventSource)).map(asWritten(EventSource));
  return rows.map(({ lateness, sequences, gapsTruncated, ...row }) => {
    return { ...row, lateness: new Map(lateness), numbers: { ranges: sequences, truncated: gapsTruncated } };
  });
}
