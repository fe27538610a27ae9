import { downtimeOf } from './recount.downtime.js';
import { milestonesOf } from './recount.milestones.js';
import { networkOf, standing } from './recount.standing.js';
import type {
  Account,
  Counts,
  DailyRow,
  History,
  MonthlyRow,
  Recount,
  StockRow,
  Reported,
  UnitFact,
} from './recount.types.js';
import { dateIn } from './zone-time.js';

/** Effective facts of each unit, in the order in which they took effect. */
function lives(facts: Reported<UnitFact>[], step: number): UnitFact[][] {
  const inOrder = facts.toSorted((one, other) => (one.versions[0]?.step ?? 0) - (other.versions[0]?.step ?? 0));
  return [...Map.groupBy(standing(inOrder, step), (fact) => fact.vin).values()];
}

/** Where a unit is after its facts. */
export function accountOf(life: UnitFact[]): Account | 'source' {
  let account: Account | 'source' = 'source';
  let heldFrom: Account | 'source' = 'stock';
  for (const { type, late } of life) {
    if (late) continue;
    if (type === 'UnitHeld') heldFrom = account;
    account =
      type === 'UnitReleased'
        ? heldFrom
        : type === 'UnitHeld'
          ? 'hold'
          : type === 'UnitShipped'
            ? 'transit'
            : type === 'UnitDelivered'
              ? 'delivered'
              : type === 'UnitScrapped'
                ? 'scrapped'
                : 'stock';
  }
  return account;
}

const counted: Partial<Record<UnitFact['type'], keyof Counts>> = {
  UnitProduced: 'produced',
  UnitDelivered: 'delivered',
  UnitReturned: 'returned',
  UnitScrapped: 'scrapped',
};

/** Zone of the place of a fact: the site's for deliveries and returns, UTC where it has none, else the plant's. */
function zoneOf(history: History, fact: UnitFact, plant: string): string {
  if (fact.type !== 'UnitDelivered' && fact.type !== 'UnitReturned') {
    const zone = history.plants.find((candidate) => candidate.plant === plant)?.timeZone;
    if (!zone) throw new Error(`no plant ${plant}`);
    return zone;
  }
  const site = history.sites
    .flatMap(({ versions }) => versions[0]?.value ?? [])
    .find(({ site: id }) => id === fact.site);
  if (!site) throw new Error(`no site ${fact.site}`);
  return site.timeZone ?? 'UTC';
}

function dailyTotals(history: History, step: number): DailyRow[] {
  const rows = new Map<string, DailyRow>();
  for (const life of lives(history.facts, step)) {
    const { plant, model } = homeOf(life);
    for (const fact of life) {
      const column = counted[fact.type];
      if (!column) continue;
      const date = dateIn(zoneOf(history, fact, plant), fact.occurredAt);
      const key = `${date} ${plant} ${model}`;
      const row = rows.get(key) ?? {
        date,
        plant,
        model,
        produced: 0,
        delivered: 0,
        returned: 0,
        scrapped: 0,
        netDelivered: 0,
      };
      row[column] += 1;
      row.netDelivered = row.delivered - row.returned;
      rows.set(key, row);
    }
  }
  return [...rows.entries()].sort(byKey).map(([, row]) => row);
}

function monthlyTotals(days: DailyRow[]): MonthlyRow[] {
  const rows = new Map<string, MonthlyRow>();
  for (const { date, plant, model, ...counts } of days) {
    const month = date.slice(0, 7);
    const key = `${month} ${plant} ${model}`;
    const row = rows.get(key) ?? {
      month,
      plant,
      model,
      produced: 0,
      delivered: 0,
      returned: 0,
      scrapped: 0,
      netDelivered: 0,
    };
    for (const column of ['produced', 'delivered', 'returned', 'scrapped', 'netDelivered'] as const)
      row[column] += counts[column];
    rows.set(key, row);
  }
  return [...rows.entries()].sort(byKey).map(([, row]) => row);
}

function stockOf(history: History, step: number): StockRow[] {
  const rows = new Map<string, StockRow>();
  for (const life of lives(history.facts, step)) {
    const { plant, model } = homeOf(life);
    const row = rows.get(`${plant} ${model}`) ?? {
      plant,
      model,
      stock: 0,
      hold: 0,
      transit: 0,
      delivered: 0,
      scrapped: 0,
    };
    const account = accountOf(life);
    if (account === 'source') throw new Error(`a unit of ${plant} without production`);
    row[account] += 1;
    rows.set(`${plant} ${model}`, row);
  }
  return [...rows.entries()].sort(byKey).map(([, row]) => row);
}

/** Plant and model of a unit, as its production says them now. */
function homeOf(life: UnitFact[]): { plant: string; model: string } {
  const produced = life.find((fact) => fact.type === 'UnitProduced');
  if (!produced?.plant || !produced.model) throw new Error(`${life[0]?.vin} counts without being produced`);
  return { plant: produced.plant, model: produced.model };
}

function targetsOf(history: History, step: number, months: MonthlyRow[]): Recount['targets'] {
  return standing(history.targets, step).map((target) => {
    const rows = months.filter(
      ({ month, plant, model }) =>
        month === target.month && plant === (target.plant ?? plant) && model === (target.model ?? model),
    );
    const column = target.metric === 'produced' ? 'produced' : 'netDelivered';
    return { ...target, value: rows.reduce((sum, row) => sum + row[column], 0) };
  });
}

function byKey([one]: [string, unknown], [other]: [string, unknown]): number {
  return one < other ? -1 : 1;
}

/**
 * Counts everything anew from what was meant to be told, as of a step and asked at an instant. Shares no code with the
 * project: calendar, union of halts and accounts are worked out here. Rows of nothing but zeros are left out.
 */
export function recount(history: History, at: string, step = history.steps.length - 1): Recount {
  const dailies = dailyTotals(history, step);
  const months = monthlyTotals(dailies);
  return {
    monthlyTotals: months,
    dailyTotals: dailies,
    stock: stockOf(history, step),
    downtime: downtimeOf(history, Date.parse(at), step),
    milestones: milestonesOf(history, Date.parse(at), step),
    network: networkOf(history.sites, step),
    targets: targetsOf(history, step, months),
  };
}
