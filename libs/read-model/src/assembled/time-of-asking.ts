import type { EntityManager, ObjectLiteral } from 'typeorm';
import type { Snapshot } from '../asking/snapshot.js';
import { TransferRow } from '../books/books.entities.js';
import { LineFactRow } from '../lines/lines.entities.js';
import { MilestoneRevision } from '../milestones/milestone-revision.entity.js';
import { MonthClosing } from '../months/months.entities.js';
import { SiteOpening } from '../network/site-opening.entity.js';
import { PlantCapacity } from '../places/places.entities.js';
import { TargetRevision } from '../totals/target-revision.entity.js';

/** Every instant that a figure may depend on: what occurred before the time of asking counts. */
const OCCURRENCES = [
  occurrences(TransferRow, 'occurredAt'),
  occurrences(LineFactRow, 'occurredAt'),
  occurrences(SiteOpening, 'openedAt'),
  occurrences(SiteOpening, 'closedAt'),
  occurrences(PlantCapacity, 'occurredAt'),
  occurrences(TargetRevision, 'occurredAt'),
  occurrences(MilestoneRevision, 'occurredAt'),
  occurrences(MonthClosing, 'occurredAt'),
];

type LatestWithin = (manager: EntityManager, from: number, to: number) => string;

/** A query for the latest instant of a column in a span, both ends included. */
function occurrences<Row extends ObjectLiteral>(entity: new () => Row, property: keyof Row & string): LatestWithin {
  return ({ dataSource }, from, to) => {
    const { tableName, columns } = dataSource.getMetadata(entity);
    const column = columns.find(({ propertyName }) => propertyName === property)?.databaseName;
    return `SELECT MAX(${column}) AS latest FROM ${tableName} WHERE ${column} BETWEEN ${from} AND ${to}`;
  };
}

const MINUTE = 60_000;

/**
 * The default time of asking, milliseconds since 1970 UTC, as is `now`: the beginning of the current minute, so that an
 * answer keeps its ETag for a minute; or just after the latest occurrence since, so that what was recorded is in the
 * next answer. Events dated ahead are not included until their time has come.
 */
export async function timeOfAsking({ manager }: Pick<Snapshot, 'manager'>, now: number): Promise<number> {
  const minute = Math.floor(now / MINUTE) * MINUTE;
  const since = OCCURRENCES.map((latestWithin) => latestWithin(manager, minute, now)).join(' UNION ALL ');
  const found = await manager.query<{ readonly latest: unknown }[]>(since);
  return found.reduce((at, { latest }) => (latest === null ? at : Math.max(at, Number(latest) + 1)), minute);
}
