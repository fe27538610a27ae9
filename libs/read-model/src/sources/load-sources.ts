import type { EntityManager } from 'typeorm';
import { EventSource } from './event-source.entity.js';
import type { SourceRecord } from './sources.projection.js';

export async function loadSources(manager: EntityManager): Promise<SourceRecord[]> {
  return (await manager.find(EventSource)).map(sourceRecord);
}

function sourceRecord({ lateness, sequences, gapsTruncated, position, ...row }: EventSource): SourceRecord {
  const numbers = { ranges: sequences, truncated: gapsTruncated };
  return { ...row, lateness: new Map(lateness), numbers, position: BigInt(position) };
}
