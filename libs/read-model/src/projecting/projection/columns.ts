import type { ColumnOptions } from 'typeorm';

/** What a driver returns for a 64-bit integer: a number while it is exact, else decimal digits; `pg` always digits. */
type Integer = string | number | null;

declare const digits: unique symbol;
/** A position as it is read: decimal digits, as on the wire. */
export type Digits = string & { readonly [digits]?: true };

/** A row to be written: every property of its entity, positions as integers. */
export type Written<Entity> = { [Property in keyof Entity]: WrittenValue<Entity[Property]> };
type WrittenValue<Value> = Value extends unknown ? (typeof digits extends keyof Value ? bigint : Value) : never;

/** A place in the log: a 64-bit integer in the database, `Digits` in an entity. */
export const position: ColumnOptions = {
  type: 'bigint',
  transformer: { to: (value: unknown) => value, from: (value: Integer) => (value === null ? null : String(value)) },
};

/** Milliseconds since 1970 UTC. */
export const instant: ColumnOptions = {
  type: 'bigint',
  transformer: { to: (value: unknown) => value, from: (value: Integer) => (value === null ? null : Number(value)) },
};

export const text: ColumnOptions = { type: 'text' };
export const whole: ColumnOptions = { type: 'integer' };
export const real: ColumnOptions = { type: 'double precision' };
export const flag: ColumnOptions = { type: 'boolean' };
/** Text in the database, its parsed value in an entity and in a row. */
export const json: ColumnOptions = { type: 'simple-json' };

export const optional = (column: ColumnOptions): ColumnOptions => ({ ...column, nullable: true });
export const key = (column: ColumnOptions): ColumnOptions => ({ ...column, primary: true });
