import type { ColumnOptions } from 'typeorm';

/** What a driver gives for a 64-bit integer: a number while it is exact, else decimal digits; `pg` always digits. */
type Integer = string | number | null;

/** A place in the log: a 64-bit integer in the database, a decimal string in code, as on the wire. */
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

export const optional = (column: ColumnOptions): ColumnOptions => ({ ...column, nullable: true });
export const key = (column: ColumnOptions): ColumnOptions => ({ ...column, primary: true });
