import { seededRandom } from '../../apps/simulator/src/random.js';
import type { DowntimeRow, MonthlyRow, Recount } from '../scenarios/recount.types.js';
import type { Outcome } from '../scenarios/script.js';
import { askedAt, threePlants, type Input } from '../scenarios/three-plants.js';
import { sendInMixedModes } from '../support/as-answered.js';
import { describeOnEachEngine } from '../support/engines.js';
import { startTestService, type TestService } from '../support/service.js';
import { inSoak } from '../support/soak.js';

/** Every path that figures are read from. */
const PATHS = [
  '/v1/monthly-totals?groupBy=plant,model',
  '/v1/monthly-totals?groupBy=plant',
  '/v1/monthly-totals?groupBy=model',
  '/v1/monthly-totals',
  '/v1/daily-totals?groupBy=plant,model',
  '/v1/daily-totals',
  '/v1/stock?groupBy=plant,model',
  '/v1/stock',
  '/v1/downtime?groupBy=month,plant,line',
  '/v1/downtime?groupBy=month',
  '/v1/downtime?groupBy=plant,reason',
  '/v1/milestones',
  '/v1/network',
  '/v1/lines',
];
const FIGURES = ['produced', 'delivered', 'returned', 'scrapped', 'netDelivered'] as const;

describeOnEachEngine('three plants in three zones', (engine) => {
  describe.each(engine === 'sqlite' ? inSoak([11, 12, 13], [11]) : [14])('with seed %d', (seed) => {
    const { inputs, expected } = threePlants(seed);
    const random = seededRandom(seed);
    let service: TestService;
    let figures: string[];

    const surprises = async (wanted: (input: Input) => Outcome): Promise<string[]> => {
      const answers = await sendInMixedModes(
        service.send,
        inputs.map((input) => ({ ...input.event })),
        random,
      );
      return inputs.flatMap((input, index) => {
        const { result, code } = answers[index] ?? {};
        const { result: result_, code: code_ } = wanted(input);
        return result === result_ && code === code_
          ? []
          : [`${JSON.stringify(input.event)}: ${result} ${code}, not ${result_} ${code_}`];
      });
    };
    const readFigures = async (): Promise<string[]> => {
      const all: string[] = [];
      for (const path of PATHS) {
        const { position, ...rest } = await service.read(path);
        expect(position).toMatch(/^\d+$/);
        all.push(JSON.stringify(rest));
      }
      return all;
    };

    beforeAll(async () => {
      service = await startTestService({ engine, clock: askedAt });
    });
    afterAll(() => service.close());

    it('answers every event as expected', async () => {
      expect(await surprises((input) => input.expected)).toEqual([]);
    });

    it('has monthly totals by plant and model that equal an independent recount', async () => {
      const { rows, at } = await service.read('/v1/monthly-totals?groupBy=plant,model');
      expect(at).toBe(askedAt);
      expect(expected.monthlyTotals.length).toBeGreaterThan(30);
      expect(rows.filter(isSomething).map(({ targets: _, ...row }: { targets: unknown }) => row)).toEqual(
        expected.monthlyTotals,
      );
      for (const [query, of] of [
        ['', () => ''],
        ['groupBy=plant', ({ plant }: MonthlyRow) => plant],
        ['groupBy=model', ({ model }: MonthlyRow) => model],
      ] as const) {
        const answered = (await service.read(`/v1/monthly-totals?${query}`)).rows.filter(isSomething);
        const sums = Map.groupBy(expected.monthlyTotals, (row) => `${row.month} ${of(row)}`);
        expect(answered).toHaveLength(sums.size);
        for (const { targets: _, ...row } of answered) {
          const counted = sums.get(`${row.month} ${row.plant ?? row.model ?? ''}`) ?? [];
          for (const figure of FIGURES) expect(row[figure]).toBe(counted.reduce((sum, each) => sum + each[figure], 0));
        }
      }
    });

    it('has daily totals by plant and model that equal it', async () => {
      const { rows } = await service.read('/v1/daily-totals?groupBy=plant,model');
      expect(rows).toEqual(expected.dailyTotals);
    });

    it('has every unit in the account where it is, and balanced books', async () => {
      const { rows, balanced, ...total } = await service.read('/v1/stock?groupBy=plant,model');
      expect(
        rows.map(({ plant, model, ...accounts }: Recount['stock'][number]) => ({ plant, model, ...accounts })),
      ).toEqual(expected.stock);
      expect(balanced).toBe(true);
      for (const account of ['stock', 'hold', 'transit', 'delivered', 'scrapped'] as const)
        expect(total[account]).toBe(expected.stock.reduce((sum, row) => sum + row[account], 0));
    });

    it('has downtime by month and line that equals it', async () => {
      const { rows } = await service.read('/v1/downtime?groupBy=month,plant,line');
      expect(rows.map(({ mttrMinutes: _, mtbfMinutes: __, ...row }: Record<string, unknown>) => row)).toEqual(
        expected.downtime.map(asDowntimeRow),
      );
    });

    it('has milestones with the value, the state and the event that first reached them', async () => {
      const { milestones } = await service.read('/v1/milestones');
      expect(milestones).toHaveLength(expected.milestones.length);
      for (const [index, { state, firstReached, ...wanted }] of expected.milestones.entries()) {
        const answered = milestones[index];
        expect(answered).toMatchObject(wanted);
        expect([wanted.id, answered.state]).toEqual([
          wanted.id,
          state ?? expect.stringMatching(/^(on-track|at-risk|late|insufficient-history)$/),
        ]);
        expect([wanted.id, answered.firstReached === null]).toEqual([wanted.id, firstReached === null]);
        if (!firstReached) continue;
        const { position } = answered.firstReached;
        const then = await service.read(`/v1/milestones/${wanted.id}?asOf=${position}`);
        expect(then.value).toBeGreaterThanOrEqual(then.target);
        const before = await service.read(`/v1/milestones/${wanted.id}?asOf=${BigInt(position) - 1n}`);
        expect(before.value).toBeLessThan(before.target);
      }
    });

    it('has the network city by city', async () => {
      const { position: _, at: _at, ...network } = await service.read('/v1/network');
      expect(network).toEqual(expected.network);
    });

    it('has every target as first set and as revised, with what counts towards it', async () => {
      const { rows } = await service.read('/v1/monthly-totals');
      const targets = rows.flatMap(({ month, targets: of }: { month: string; targets: object[] }) =>
        of.map((target) => ({ month, ...target })),
      );
      expect(targets).toHaveLength(expected.targets.length);
      for (const target of expected.targets) expect(targets).toContainEqual(expect.objectContaining(target));
    });

    it('explains every monthly figure by amounts that add up to it', async () => {
      // Every figure once, and a part of them for the other seeds.
      const rows = expected.monthlyTotals.filter((_, index) => seed === 11 || index % 7 === seed % 7);
      for (const { month, plant, model, ...counts } of rows) {
        for (const figure of FIGURES) {
          const scope = `figure=${figure}&from=${month}&to=${month}&plant=${plant}&model=${model}`;
          const amounts: number[] = [];
          let after = '';
          for (;;) {
            const { value, transfers, next } = await service.read(`/v1/explain?${scope}&limit=7${after}`);
            expect([scope, value]).toEqual([scope, counts[figure]]);
            amounts.push(...transfers.map(({ amount }: { amount: number }) => amount));
            if (next === null) break;
            after = `&after=${next}`;
          }
          expect([scope, amounts.reduce((sum, amount) => sum + amount, 0)]).toEqual([scope, counts[figure]]);
        }
      }
    });

    it('answers as it should when the whole file is sent again, and no figure changes by a byte', async () => {
      figures = await readFigures();
      expect(await surprises((input) => input.again)).toEqual([]);
      expect(await readFigures()).toEqual(figures);
    });
  });
});

function isSomething({ produced, delivered, returned, scrapped }: MonthlyRow): boolean {
  return produced + delivered + returned + scrapped > 0;
}

function asDowntimeRow({ haltsInPart, lostUnitsEstimate, ...row }: DowntimeRow): object {
  return { ...row, halts: haltsInPart, lostUnitsEstimate: Math.round(lostUnitsEstimate * 10) / 10 };
}
