import type { ExplainAsked, Figure } from '@plant-ledger/contract';
import type { Position } from '@plant-ledger/event-store';
import fc from 'fast-check';
import type { Snapshot } from '../asking/snapshot.js';
import { downtime } from '../downtime/downtime.js';
import { explainDowntime } from '../downtime/explain-downtime.js';
import { explainMilestone } from '../milestones/explain-milestone.js';
import { milestones } from '../milestones/milestones.js';
import { explainNetwork } from '../network/explain-network.js';
import { network } from '../network/network.js';
import type { ReadModel } from '../projecting/storage/read-model.js';
import { stockOnHand } from '../stock/stock.js';
import { followed } from '../testing/followed.js';
import { historyOf, sayings, timeOfHistory } from '../testing/random-history.js';
import { dailyTotals } from './daily-totals.js';
import { explain } from './explain.js';

/** When everything has happened. */
const AFTER = Date.parse('2024-05-20T12:00:00Z');

/** All pages of an explanation: what their entries add up to, and that it is the value each page says. */
async function addedUp(
  read: (after: string | undefined) => Promise<{ value: number; next: string | null; amounts: readonly number[] }>,
): Promise<number> {
  let [after, sum]: [string | undefined, number] = [undefined, 0];
  for (;;) {
    const { value, next, amounts } = await read(after);
    sum += amounts.reduce((total, amount) => total + amount, 0);
    if (next === null) {
      expect(sum).toBeCloseTo(value, 6);
      return sum;
    }
    after = next;
  }
}

const explained = (snapshot: Snapshot, asked: Omit<ExplainAsked, 'limit'>) =>
  addedUp(async (after) => {
    const position = after === undefined ? undefined : BigInt(after);
    const { transfers, ...page } = await explain(snapshot, { ...asked, after: position, limit: 3 });
    return { ...page, amounts: transfers.map(({ amount }) => amount) };
  });

async function check(readModel: ReadModel, asOf: Position, since: Position, at: number): Promise<void> {
  const { milestones: defined } = await milestones(readModel, () => Promise.resolve(undefined), { asOf, at });
  await readModel.read(async (snapshot) => {
    const stock = await stockOnHand(snapshot, { groupBy: ['plant', 'model'], asOf });
    const accounts: Readonly<Record<string, Figure>> = {
      stock: 'stock',
      hold: 'hold',
      transit: 'transit',
      delivered: 'deliveredAccount',
      scrapped: 'scrappedAccount',
    };
    for (const [account, figure] of Object.entries(accounts)) {
      expect(await explained(snapshot, { figure, at, asOf })).toBe(stock[account as 'stock']);
      for (const { plant, model, ...row } of stock.rows)
        expect(await explained(snapshot, { figure, at, asOf, plant, model })).toBe(row[account as 'stock']);
      const before = await explained(snapshot, { figure, at, asOf: since });
      expect(await explained(snapshot, { figure, at, asOf, since })).toBe(stock[account as 'stock'] - before);
      await explained(snapshot, { figure, at, asOf, since, from: '2024-03', to: '2024-04-05' });
    }
    for (const row of (await dailyTotals(snapshot, { groupBy: ['plant'], asOf, at })).rows.slice(0, 5))
      for (const figure of ['produced', 'delivered', 'returned', 'scrapped', 'netDelivered'] as const)
        expect(await explained(snapshot, { figure, at, asOf, from: row.date, to: row.date, plant: row.plant })).toBe(
          row[figure],
        );

    for (const { id, value } of defined) {
      const read = (then: Position | undefined) =>
        addedUp(async (after) => {
          const position = after === undefined ? undefined : BigInt(after);
          const page = await explainMilestone(snapshot, {
            milestone: id,
            asOf,
            at,
            since: then,
            after: position,
            limit: 3,
          });
          if (!page) throw new Error(`${id} is not explained`);
          const entries = 'sites' in page ? page.sites : page.transfers;
          return { value: page.value, next: page.next, amounts: entries.map(({ amount }) => amount) };
        });
      expect(await read(undefined)).toBe(value);
      await read(since);
    }

    const open = await network(snapshot, { asOf, at });
    const was = await network(snapshot, { asOf: since, at });
    for (const [figure, name] of [
      ['sitesOpen:sales', 'sales'],
      ['sitesOpen:delivery', 'delivery'],
      ['cities', 'cities'],
    ] as const) {
      const sites = (then: Position | undefined) =>
        addedUp(async (after) => {
          const asked = { figure, asOf, at, since: then, after: Number(after ?? 0), limit: 2 };
          const { sites: entries, ...page } = await explainNetwork(snapshot, asked);
          return { ...page, amounts: entries.map(({ amount }) => amount) };
        });
      expect(await sites(undefined)).toBe(open[name]);
      expect(await sites(since)).toBe(open[name] - was[name]);
    }

    const stops = (asked: object) =>
      addedUp(async (after) => {
        const page = { period: {}, ...asked, asOf, at, after: Number(after ?? 0), limit: 2 };
        const { stops: entries, ...rest } = await explainDowntime(snapshot, page);
        return { ...rest, amounts: entries.map(({ minutes }) => minutes) };
      });
    const down = await downtime(snapshot, { period: {}, groupBy: ['month', 'plant', 'line', 'reason'], asOf, at });
    for (const { month = '', plant, line, reason, minutes } of down.rows) {
      const ends = { kind: 'month' as const, month };
      expect(await stops({ period: { from: ends, to: ends }, plant, line, reason })).toBeCloseTo(minutes, 6);
    }
    await stops({ since });
  });
}

test('what stands behind a figure adds up to it, page by page, whatever was voided and corrected, now, then and since, at every time of asking', async () => {
  const histories = fc.sample(fc.tuple(sayings, fc.nat(), fc.nat(), timeOfHistory), { numRuns: 15, seed: 3 });
  for (const [said, one, other, at] of histories) {
    const { events: reported } = historyOf(said);
    const [since = 1, asOf = 1] = [1 + (one % reported.length), 1 + (other % reported.length)].toSorted(
      (a, b) => a - b,
    );
    await followed(reported, async (readModel) => {
      await check(readModel, BigInt(reported.length), BigInt(since), at);
      await check(readModel, BigInt(reported.length), BigInt(since), AFTER);
      await check(readModel, BigInt(asOf), BigInt(since), at);
    });
  }
}, 300_000);
