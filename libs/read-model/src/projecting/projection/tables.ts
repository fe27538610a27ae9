import { Entity, getMetadataArgsStorage } from 'typeorm';
import { json, position, type Written } from './columns.js';
import { columnName } from './naming.js';

/** A value of a column to be written; `undefined` would be refused, so it is not allowed. */
export type Value = string | number | bigint | boolean | null;

/** How rows are written: inserted for ever; replacing the row of the same key; or numbers added to it. */
type Writing = 'insert' | 'replace' | 'add';

export interface Column {
  readonly property: string;
  readonly name: string;
  readonly type: string;
  readonly isKey: boolean;
  readonly isOptional: boolean;
  readonly isPosition: boolean;
  readonly isJson: boolean;
}

/** A table as its entity describes it. */
export interface Table {
  readonly name: string;
  /** Undefined: no projection writes it. */
  readonly writing: Writing | undefined;
  readonly columns: readonly Column[];
  readonly key: readonly Column[];
  readonly indexes: readonly { readonly name: string; readonly columns: readonly string[]; readonly where?: string }[];
}

export type EntityClass<Row extends object = object> = abstract new () => Row;

const writings = new Map<unknown, Writing>();
const tables = new Map<EntityClass, Table>();

/** Decorates an entity whose rows projections write. */
export const Projected =
  (name: string, writing: Writing): ClassDecorator =>
  (entity) => {
    Entity(name)(entity);
    writings.set(entity, writing);
  };

export function tableOf(entity: EntityClass): Table {
  let table = tables.get(entity);
  if (!table) tables.set(entity, (table = describe(entity)));
  return table;
}

function describe(entity: EntityClass): Table {
  const described = getMetadataArgsStorage();
  const isIts = ({ target }: { readonly target: unknown }) => target === entity;
  const { name } = described.tables.find(isIts) ?? {};
  if (name === undefined) throw new TypeError(`${entity.name} is not the entity of a table`);
  const columns = described.columns.filter(isIts).map(columnOf);
  const indexes = described.indices.filter(isIts).map((index) => {
    if (index.name === undefined || !Array.isArray(index.columns))
      throw new TypeError(`an index of ${name} has no name`);
    return { name: index.name, columns: index.columns.map(String).map(columnName), where: index.where };
  });
  return { name, writing: writings.get(entity), columns, key: columns.filter(({ isKey }) => isKey), indexes };
}

function columnOf({ propertyName, options }: ReturnType<typeof getMetadataArgsStorage>['columns'][number]): Column {
  const isJson = options.type === json.type;
  return {
    property: propertyName,
    name: columnName(propertyName),
    type: isJson ? 'text' : String(options.type),
    isKey: options.primary === true,
    isOptional: options.nullable === true,
    isPosition: options.transformer === position.transformer,
    isJson,
  };
}

/** Rows for one table; for `replace` and `add`, at most one for each key. */
export interface TableRows {
  readonly table: Table;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

/** The only way to make these, so that a row has every property of its entity, by name. */
export function rowsOf<Row extends object>(entity: EntityClass<Row>, rows: Iterable<Written<Row>>): TableRows {
  return { table: tableOf(entity), rows: [...rows] };
}

/** A row's value for a column, as both databases accept it. */
export function valueIn(row: TableRows['rows'][number], { property, isJson }: Column): Value {
  const value = row[property];
  return isJson && value !== null ? JSON.stringify(value) : (value as Value);
}

/** A row that was read, in the form in which it is written. */
export function asWritten<Row extends object>(entity: EntityClass<Row>): (row: Row) => Written<Row> {
  const positions = tableOf(entity).columns.filter(({ isPosition }) => isPosition);
  return (row) => {
    const written = { ...row } as Record<string, unknown>;
    for (const { property } of positions)
      if (typeof written[property] === 'string') written[property] = BigInt(written[property]);
    return written as Written<Row>;
  };
}
