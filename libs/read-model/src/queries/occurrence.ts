import type { EntityManager, ObjectLiteral } from 'typeorm';
import type { Snapshot } from '../database/read-model.js';
import {
  LineFactRow,
  MilestoneRevision,
  MonthClosing,
  PlantCapacity,
  SiteOpening,
  TargetRevision,
  TransferRow,
} from '../entities/index.js';

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
 * The time of asking of whoever names none, milliseconds since 1970 UTC, as is `now`: the beginning of the running minute,
 * so that an answer keeps its tag for a minute; or just behind the latest occurrence since, so that what was taken in is in
 * the next answer. What is dated ahead is not among it until its time has come.
 */
export async function timeOfAsking({ manager }: Pick<Snapshot, 'manager'>, now: number): Promise<number> {
  const minute = Math.floor(now / MINUTE) * MINUTE;
  const since = OCCURRENCES.map((latestWithin) => latestWithin(manager, minute, now)).join(' UNION ALL ');
  const found = await manager.query<{ readonly latest: unknown }[]>(since);
  return found.reduce((at, { latest }) => (latest === null ? at : Math.max(at, Number(latest) + 1)), minute);
}

const known = new WeakMap<Snapshot, Map<number, Promise<boolean>>>();

/** Whether any unit was moved at an instant or after it. Seldom at the time of asking, and then nothing has to be taken off. */
export function anyMovedFrom(snapshot: Snapshot, at: number): Promise<boolean> {
  const answers = known.get(snapshot) ?? new Map<number, Promise<boolean>>();
  known.set(snapshot, answers);
  const answer = answers.get(at) ?? movedFrom(snapshot, at);
  answers.set(at, answer);
  return answer;
}

function movedFrom({ manager }: Snapshot, at: number): Promise<boolean> {
  return manager.createQueryBuilder(TransferRow, 'transfer').where('transfer.occurredAt >= :at', { at }).getExists();
}
