import type { Change, Figure } from '@plant-ledger/contract';
import type { Position } from '@plant-ledger/event-store';
import fc from 'fast-check';
import type { Snapshot } from '../asking/snapshot.js';
import { TransferRow } from '../books/books.entities.js';
import { downtime } from '../downtime/downtime.js';
import { explainDowntime } from '../downtime/explain-downtime.js';
import { explainMilestone } from '../milestones/explain-milestone.js';
import { milestones } from '../milestones/milestones.js';
import { explainNetwork } from '../network/explain-network.js';
import { network, type NetworkMetric } from '../network/network.js';
import type { ReadModel } from '../projecting/storage/read-model.js';
import { stockOnHand } from '../stock/stock.js';
import { followed } from '../testing/followed.js';
import { history, vin } from '../testing/history.js';
import { historyOf, sayings, timeOfHistory } from '../testing/random-history.js';
import { explain } from '../totals/explain.js';
import { createMonthProjections } from '../totals/month-projections.js';
import { monthlyTotals } from '../totals/monthly-totals.js';
import { changes } from './changes.js';

const AT = Date.parse('2024-05-20T12:00:00Z');
const noForecasts = () => Promise.resolve(undefined);
const projections = createMonthProjections();

/** Every figure that is looked at for changes, by a name. */
async function figures(readModel: ReadModel, asOf: Position, at: number): Promise<Map<string, number | string>> {
  const found = new Map<string, number | string>();
  const put = (parts: readonly (string | undefined)[], value: number | string) => found.set(parts.join(' '), value);
  const groupBy = ['plant', 'model'] as const;
  for (const { month, plant, model, ...row } of (await monthlyTotals(readModel, projections, { groupBy, asOf, at }))
    .rows)
    for (const figure of ['produced', 'delivered', 'returned', 'scrapped'] as const)
      put(['monthly-totals', figure, month, plant, model], row[figure]);
  for (const { id, ...row } of (await milestones(readModel, noForecasts, { asOf, at })).milestones)
    for (const figure of ['value', 'state', 'target', 'due'] as const) put(['milestones', figure, id], row[figure]);
  await readModel.read(async (snapshot) => {
    for (const { plant, model, ...row } of (await stockOnHand(snapshot, { groupBy, asOf })).rows) {
      const accounts = { deliveredAccount: row.delivered, scrappedAccount: row.scrapped };
      for (const [figure, units] of Object.entries({
        stock: row.stock,
        hold: row.hold,
        transit: row.transit,
        ...accounts,
      }))
        put(['stock', figure, plant, model], units);
    }
    const down = await downtime(snapshot, { period: {}, groupBy: ['month', 'plant', 'line'], asOf, at });
    for (const { month, plant, line, minutes } of down.rows) put(['downtime', 'downtime', month, plant, line], minutes);
    const { sales, service, delivery, cities } = await network(snapshot, { asOf, at });
    const sites = { 'sitesOpen:sales': sales, 'sitesOpen:service': service, 'sitesOpen:delivery': delivery };
    for (const [figure, count] of Object.entries({ ...sites, cities })) put(['network', figure], count);
  });
  return found;
}

const nameOf = ({ of, figure, month, plant, line, model, milestone }: Change) =>
  [of, figure, month, plant, line, model, milestone].filter((part) => part !== undefined).join(' ');

/** What the link of a change explains. */
async function linked(snapshot: Snapshot, { link }: Change) {
  const query = new URL(link, 'http://ledger').searchParams;
  const text = (name: string) => query.get(name) ?? undefined;
  const positions = { since: BigInt(text('since') ?? '-1'), asOf: BigInt(text('asOf') ?? '-1') };
  const between = { ...positions, at: Date.parse(text('at') ?? '1970-01-01'), limit: 1_000 };
  const milestone = text('milestone');
  if (milestone !== undefined) return explainMilestone(snapshot, { milestone, ...between });
  const figure = text('figure') ?? '';
  const ends = { from: text('from'), to: text('to') };
  const place = { plant: text('plant'), model: text('model') };
  if (figure === 'downtime') {
    const month = { kind: 'month' as const, month: ends.from ?? '' };
    const asked = { period: { from: month, to: month }, plant: place.plant, line: text('line') };
    return explainDowntime(snapshot, { ...between, ...asked });
  }
  if (figure === 'cities' || figure.startsWith('sites'))
    return explainNetwork(snapshot, { figure: figure as NetworkMetric, ...between });
  return explain(snapshot, { figure: figure as Figure, ...ends, ...place, ...between });
}

/** A milestone that is not defined has no value; where nothing was counted the count is none. */
const nothing = (name: string) => (name.startsWith('milestones') ? undefined : 0);

async function check(readModel: ReadModel, since: Position, asOf: Position, at: number): Promise<number> {
  const asked = { since, asOf, at };
  const all = await changes(readModel, noForecasts, { ...asked, limit: 1_000 });
  const pages: Change[] = [];
  for (let after: string | null = '0'; after !== null;) {
    const page = await changes(readModel, noForecasts, { ...asked, after: Number(after), limit: 3 });
    pages.push(...page.changes);
    after = page.next;
  }
  expect(pages).toEqual(all.changes);

  const [then, now] = [await figures(readModel, since, at), await figures(readModel, asOf, at)];
  const differing = [...new Set([...then.keys(), ...now.keys()])].filter(
    (name) => (then.get(name) ?? nothing(name)) !== (now.get(name) ?? nothing(name)),
  );
  const compared = all.changes.filter(({ of }) => of !== 'targets');
  expect(compared.map(nameOf).toSorted()).toEqual(differing.toSorted());
  for (const change of compared) {
    expect([nameOf(change), change.before ?? 0, change.after]).toEqual([
      nameOf(change),
      then.get(nameOf(change)) ?? 0,
      now.get(nameOf(change)) ?? 0,
    ]);
    expect([nameOf(change), change.events]).not.toEqual([nameOf(change), 0]);
  }
  await readModel.read(async (snapshot) => {
    for (const change of compared.filter(({ link }) => link.startsWith('/v1/explain'))) {
      const counted = change.of !== 'milestones' || change.before !== null;
      const explanation = await linked(snapshot, change);
      expect([nameOf(change), explanation?.value]).toEqual([
        nameOf(change),
        Number(change.after) - Number(change.before ?? 0),
      ]);
      // Whoever opens a change of booked figures finds as many events as it said.
      if (explanation && 'transfers' in explanation && counted)
        expect(new Set(explanation.transfers.map(({ cause }) => cause)).size).toBe(change.events);
    }
  });
  return compared.length;
}

test('changes between two positions are the figures that differ, each explained by what was booked between', async () => {
  let compared = 0;
  for (const [said, one, other, at] of fc.sample(fc.tuple(sayings, fc.nat(), fc.nat(), timeOfHistory), {
    numRuns: 20,
    seed: 5,
  })) {
    const { events: reported } = historyOf(said);
    const [since = 1, asOf = 1] = [1 + (one % reported.length), 1 + (other % reported.length)].toSorted(
      (a, b) => a - b,
    );
    await followed(reported, async (readModel) => {
      compared += await check(readModel, BigInt(since), BigInt(asOf), at);
      compared += await check(readModel, 0n, BigInt(reported.length), AT);
      compared += await check(readModel, 0n, BigInt(reported.length), at);
    });
  }
  expect(compared).toBeGreaterThan(100);
}, 300_000);

const AFTER_ALL = Date.parse('2024-06-04T00:00:00Z');

test('a target that was revised is shown as it was and as it is, with how often it was set', async () => {
  const reported = history();
  const target = { metric: 'produced', month: '2024-07' };
  reported.report('MonthlyTargetSet', '2024-06-01T00:00:00Z', { ...target, target: 10 });
  const since = BigInt(reported.events.length);
  reported.report('MonthlyTargetSet', '2024-06-02T00:00:00Z', { ...target, target: 20 });
  reported.report('MonthlyTargetSet', '2024-06-03T00:00:00Z', { ...target, target: 30 });
  reported.report('MonthlyTargetSet', '2024-06-03T00:00:00Z', { ...target, month: '2024-08', target: 5 });
  await followed(reported.events, async (readModel) => {
    const {
      changes: found,
      position,
      next,
    } = await changes(readModel, noForecasts, { since, at: AFTER_ALL, limit: 10 });
    expect([position, next]).toEqual(['5', null]);
    expect(found).toMatchObject([
      { of: 'targets', figure: 'produced', month: '2024-07', before: 10, after: 30, events: 2 },
      { of: 'targets', figure: 'produced', month: '2024-08', before: null, after: 5, events: 1 },
    ]);
    const before = await changes(readModel, noForecasts, { since, at: Date.parse('2024-06-03T00:00:00Z'), limit: 10 });
    expect(before.changes).toMatchObject([{ of: 'targets', month: '2024-07', before: 10, after: 20, events: 1 }]);
  });
});

test('an event that books two transfers of a figure counts once behind its change', async () => {
  const reported = history();
  reported.report('PlantRegistered', '2024-01-01T00:00:00Z', {
    plant: 'bj-1',
    name: 'x',
    timeZone: 'UTC',
    vinCheckDigit: 'ignore',
  });
  reported.decide(
    'UnitProduced',
    '2024-03-01T00:00:00Z',
    { vin: vin(1), plant: 'bj-1', line: 'l1', model: 'm1' },
    'made',
  );
  const corrects = { source: 'test', id: 'made' };
  reported.decide('UnitEventCorrected', '2024-03-02T00:00:00Z', {
    vin: vin(1),
    corrects,
    changes: { occurredAt: '2024-03-05T00:00:00Z' },
    reason: 'x',
  });
  await followed(reported.events, async (readModel) => {
    const { changes: found } = await changes(readModel, noForecasts, { since: 2n, at: AT, limit: 10 });
    expect(found).toMatchObject([
      { of: 'monthly-totals', figure: 'produced', before: 0, after: 1, events: 2 },
      { of: 'stock', figure: 'stock', before: 0, after: 1, events: 2 },
    ]);
    const rows = await readModel.read(({ manager }) => manager.find(TransferRow));
    expect(rows.map(({ amount }) => amount)).toEqual([1, -1, 1]);
  });
});
