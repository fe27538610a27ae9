import { isDeepStrictEqual } from 'node:util';
import type { Position } from '@plant-ledger/event-store';
import type { EntityTarget, ObjectLiteral } from 'typeorm';
import type { Snapshot } from './snapshot.js';

/** A row that is valid from one position until another, exclusive; null while it is valid. */
interface VersionRow extends ObjectLiteral {
  readonly fromPosition: string;
  readonly toPosition: string | null;
}

/** The versions of rows known at a position (default: now) that match `filter`. */
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

/** Positions: after the first, up to and including the second. */
export interface Span {
  readonly since: Position;
  readonly until: Position;
}

/**
 * The versions that began or ended after a position, up to another one: what changed in between. `seen` returns the
 * part of a row that counts; versions that are equal in it are one.
 */
export async function changedBetween<Row extends VersionRow & { readonly eventId: string }>(
  { manager }: Snapshot,
  entity: EntityTarget<Row>,
  { since, until }: Span,
  seen: (row: Row) => readonly Row[] = (row) => [row],
): Promise<Row[]> {
  const changed = await manager
    .createQueryBuilder(entity, 'row')
    .where('(row.fromPosition > :since AND row.fromPosition <= :until)', {
      since: since.toString(),
      until: until.toString(),
    })
    .orWhere('(row.toPosition > :since AND row.toPosition <= :until)')
    .orderBy('row.eventId')
    .addOrderBy('row.fromPosition')
    .getMany();
  return changed.flatMap(seen).reduce(withVersion<Row>, []);
}

function withVersion<Row extends VersionRow>(versions: Row[], row: Row): Row[] {
  const former = versions.at(-1);
  const joined = former && { ...former, toPosition: row.toPosition };
  if (joined && isDeepStrictEqual(joined, { ...row, fromPosition: former.fromPosition }))
    versions[versions.length - 1] = joined;
  else versions.push(row);
  return versions;
}
