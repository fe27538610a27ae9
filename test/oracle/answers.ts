import type { Figures } from './rules/figures.js';
import type { TestService } from '../support/reach.js';

type Row = Readonly<Record<string, unknown>>;

const COUNTED = ['produced', 'delivered', 'returned', 'scrapped', 'netDelivered'];
const ACCOUNTS = ['stock', 'hold', 'transit', 'delivered', 'scrapped'];
const DOWNTIME = ['minutes', 'plannedMinutes', 'halts', 'lostUnitsEstimate'];
const TARGET = ['first', 'current', 'value', 'attainment', 'attainmentFirst', 'state'];
const SETTLED = ['withdrawn', 'reached', 'reverted', 'missed'];

/** A service's figures as of a position, under the names that the rules' figures have; what came with one request is one event. */
export async function figuresOfService(
  { read }: TestService,
  position: string,
  vins: readonly string[],
  takenInWith: ReadonlyMap<string, number>,
): Promise<Figures> {
  const figures: Figures = new Map();
  const note = (name: string, row: Row, fields: readonly string[]) => {
    for (const field of fields) if (row[field] !== 0) figures.set(`${name} ${field}`, row[field]);
  };
  const ask = (path: string) => read(`/v1/${path}${path.includes('?') ? '&' : '?'}asOf=${position}`);

  for (const row of (await ask('daily-totals?groupBy=plant,model')).rows)
    note(`${row.date} ${row.plant} ${row.model}`, row, COUNTED);
  for (const groupBy of ['plant', 'plant,model', 'model', ''])
    for (const row of (await ask(`monthly-totals${groupBy === '' ? '' : `?groupBy=${groupBy}`}`)).rows) {
      if (groupBy === 'plant,model') note(`${row.month} ${row.plant} ${row.model}`, row, COUNTED);
      for (const target of row.targets)
        figures.set(
          `target ${row.month} ${target.metric} ${target.plant ?? row.plant ?? 'all'} ${target.model ?? row.model ?? 'all'}`,
          only(target, TARGET),
        );
    }
  for (const row of (await ask('stock?groupBy=plant,model')).rows)
    note(`stock ${row.plant} ${row.model}`, row, ACCOUNTS);
  for (const row of (await ask('downtime?groupBy=month,plant,line')).rows)
    note(`downtime ${row.month} ${row.plant} ${row.line}`, row, DOWNTIME);
  for (const row of (await ask('downtime?groupBy=month,plant,line,reason')).rows)
    note(`downtime ${row.month} ${row.plant} ${row.line} ${row.reason}`, row, DOWNTIME);
  for (const { plant, line, state, since, unitsPerHour, openHalts } of (await ask('lines')).lines)
    figures.set(`line ${plant} ${line}`, { state, since, unitsPerHour, openHalts: inOrder(openHalts) });
  for (const row of (await ask('network')).perCity) note(`network ${row.city}`, row, ['sales', 'service', 'delivery']);
  for (const { id, target, due, value, remaining, progress, state, firstReached } of (await ask('milestones'))
    .milestones)
    figures.set(`milestone ${id}`, {
      target,
      due,
      value,
      remaining,
      progress,
      state: SETTLED.includes(state) ? state : 'open',
      firstReached: state === 'withdrawn' ? null : (takenInWith.get(firstReached?.eventId) ?? null),
    });
  for (const vin of vins) {
    const { state, plant, model, line, producedAt } = await ask(`units/${vin}`);
    figures.set(`unit ${vin}`, [state, plant, model, line, producedAt]);
  }
  return figures;
}

const only = (row: Row, fields: readonly string[]): Row =>
  Object.fromEntries(fields.map((field) => [field, row[field]]));

const inOrder = (halts: readonly Row[]) =>
  halts
    .map((halt) => only(halt, ['halt', 'reason', 'planned', 'startedAt', 'expectedMinutes']))
    .toSorted((a, b) => (String(a.halt) < String(b.halt) ? -1 : 1));

/** How two sets of figures differ, figure by figure; what a fraction of a minute or unit is rounded to does not matter. */
export function differencesOf(ruled: Figures, answered: Figures): string[] {
  return [...new Set([...ruled.keys(), ...answered.keys()])].flatMap((name) => {
    const [should, is] = [ruled.get(name) ?? 0, answered.get(name) ?? 0];
    if (typeof should === 'number' && typeof is === 'number' && Math.abs(should - is) < 0.051) return [];
    const [reported, asked] = [JSON.stringify(should), JSON.stringify(is)];
    return reported === asked ? [] : [`${name}: ${reported} by the rules, ${asked} by the service`];
  });
}
