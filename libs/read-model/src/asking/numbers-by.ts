import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';

/**
 * Sums, counts and the like over the rows of a query, for each group of rows that are alike in these properties of its
 * entity. `numbers`: the SQL of each by its name.
 */
export async function numbersBy<Row extends ObjectLiteral, Group extends keyof Row & string, Name extends string>(
  query: SelectQueryBuilder<Row>,
  groups: readonly Group[],
  numbers: Readonly<Record<Name, string>>,
): Promise<(Pick<Row, Group> & Record<Name, number>)[]> {
  query.select([]);
  for (const group of groups) query.addSelect(`${query.alias}.${group}`, group).addGroupBy(`${query.alias}.${group}`);
  const named = Object.entries<string>(numbers);
  for (const [name, sql] of named) query.addSelect(sql, name);
  const rows = await query.getRawMany<Pick<Row, Group>>();
  // PostgreSQL returns sums and counts as text.
  return rows.map((row: Record<string, unknown>) => ({
    ...row,
    ...Object.fromEntries(named.map(([name]) => [name, Number(row[name])])),
  })) as (Pick<Row, Group> & Record<Name, number>)[];
}
