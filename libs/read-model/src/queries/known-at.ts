import type { Position } from '@plant-ledger/event-store';
import type { EntityTarget, ObjectLiteral } from 'typeorm';
import type { Snapshot } from '../database/read-model.js';

/** A row that holds from one position until another, exclusive; null while it holds. */
interface VersionRow extends ObjectLiteral {
  readonly fromPosition: string;
  readonly toPosition: string | null;
}

/** The versions of rows that were known at a position (default: now), of those that `filter` fits. */
export async function knownAt<Row extends VersionRow>(
  { manager, position }: Snapshot,
  entity: EntityTarget<Row>,
  filter: Readonly<Partial<Record<keyof Row & string, string | undefined>>>,
  asOf: Position = position,
): Promise<Row[]> {
  const query = manager
    .createQueryBuilder(entity, 'row')
    .where('row.fromPosition <= :asOf', { asOf: asOf.toString() })
    .andWhere('(row.toPosition IS NULL OR row.toPosition > :asOf)');
  for (const [column, value] of Object.entries(filter))
    if (value !== undefined) query.andWhere(`row.${column} = :${column}`, { [column]: value });
  return query.getMany();
}

/** The versions that began or ended after a position, up to another one: what changed between. */
export async function changedBetween<Row extends VersionRow>(
  { manager }: Snapshot,
  entity: EntityTarget<Row>,
  since: Position,
  until: Position,
): Promise<Row[]> {
  return manager
    .createQueryBuilder(entity, 'row')
    .where('(row.fromPosition > :since AND row.fromPosition <= :until)', {
      since: since.toString(),
      until: until.toString(),
    })
    .orWhere('(row.toPosition > :since AND row.toPosition <= :until)')
    .getMany();
}
