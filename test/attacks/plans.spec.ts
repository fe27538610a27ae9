import { addDays } from '../../libs/domain/src/index.js';
import { said } from '../support/ask.js';
import { event, newVin } from '../support/events.js';
import { processorTimeOfAll } from '../support/processor-time.js';
import { killProcesses } from '../support/service-process.js';
import { attack, type Target } from './attack.js';

afterAll(killProcesses);
jest.setTimeout(300_000);

const TODAY = '2024-07-29';
const CLOCK = { LEDGER_CLOCK: `${TODAY}T12:00:00Z` };
const MODELS = Array.from({ length: 200 }, (_, number) => `m${number}`);
const DAYS = 55;
const EARLY = { time: '2024-01-01T00:00:00Z' };

/** One vehicle of each of many models on each of many days. */
async function makeVehicles({ service }: Target): Promise<void> {
  const plant = { plant: 'p', name: 'p', timeZone: 'Asia/Shanghai', vinCheckDigit: 'ignore' };
  await service.send.batch([
    event('PlantRegistered', plant, EARLY),
    event('LineCommissioned', { plant: 'p', line: 'L', unitsPerHour: 10 }, { time: '2024-01-01T01:00:00Z' }),
  ]);
  const made = Array.from({ length: DAYS }, (_, day) =>
    MODELS.map((model) =>
      event(
        'UnitProduced',
        { vin: newVin(), model, plant: 'p', line: 'L' },
        { time: `${addDays(TODAY, day - DAYS)}T08:00:00Z` },
      ),
    ),
  ).flat();
  for (let first = 0; first < made.length; first += 5_500)
    expect((await service.send.stream(made.slice(first, first + 5_500))).status).toBe(200);
}

/** Asks, and does not wait for the answer. */
async function abandon({ process }: Target, path: string): Promise<void> {
  await fetch(process.url + path, { signal: AbortSignal.timeout(50) }).then(
    (answer) => answer.body?.cancel(),
    () => undefined,
  );
}

describe('a plan of very many parts', () => {
  it('is reckoned while others are answered: 1,000 targets of a running month', async () => {
    const targets = Array.from({ length: 1_000 }, (_, number) => ({
      metric: number % 2 === 0 ? 'delivered' : 'produced',
      month: TODAY.slice(0, 7),
      model: number < 400 ? MODELS[number >> 1] : `x${number}`,
      target: 30 + number,
    }));
    const ask = async (target: Target) => {
      for (let back = 0; back < 5; back += 1) await abandon(target, `/v1/monthly-totals?at=${TODAY}T0${back}:00:00Z`);
      const before = processorTimeOfAll(target.process.pid);
      const answer = await target.service.get('/v1/monthly-totals?groupBy=model');
      expect(answer.status).toBe(200);
      expect(processorTimeOfAll(target.process.pid) - before).toBeLessThan(30_000);
      const rows = JSON.parse(answer.body).rows as { targets: { projected: unknown }[] }[];
      const shown = rows.flatMap((row) => row.targets);
      expect([shown.length, shown.filter(({ projected }) => projected).length]).toEqual([1_000, 400]);
      const metrics = await target.service.get('/metrics');
      expect(metrics.body).toContain('model="m7"');
    };
    await attack(ask, CLOCK, async (target) => {
      await makeVehicles(target);
      const events = targets.map((one) => event('MonthlyTargetSet', one, EARLY));
      expect(said(await target.service.send.batch(events)).accepted).toBe(1_000);
      await target.service.read('/v1/stock');
    });
  });

  it('is forecast while others are answered: 2,000 milestones, and 20 of cities with 8,000 sites', async () => {
    const due = '2025-06-30';
    const sites = Array.from({ length: 8_000 }, (_, number) =>
      event(
        'SiteOpened',
        { site: `s${number}`, kind: 'delivery', city: `c${number}` },
        { time: '2024-02-01T00:00:00Z' },
      ),
    );
    const defined = Array.from({ length: 2_020 }, (_, number) =>
      event(
        'MilestoneDefined',
        number < 20
          ? { milestone: `city${number}`, title: 't', metric: 'cities', target: 1_000_000, due }
          : {
              milestone: `m${number}`,
              title: 't',
              metric: 'produced',
              model: MODELS[number % 200],
              target: number,
              due,
            },
        EARLY,
      ),
    );
    const ask = async (target: Target) => {
      expect((await target.service.send.stream(defined)).status).toBe(200);
      await target.service.read('/v1/stock');
      const before = processorTimeOfAll(target.process.pid);
      // Nobody waits for 2,000 forecasts; what is made before one leaves is there for the next.
      for (const path of ['/v1/milestones?limit=1', '/v1/changes?since=1'])
        await fetch(target.process.url + path, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined);
      const metrics = await target.service.get('/metrics');
      expect(metrics.body).toContain('milestone="m2019"');
      const one = await target.service.get('/v1/milestones/city7');
      expect(JSON.parse(one.body)).toMatchObject({ value: 8_000, forecast: { window: { days: 28 } } });
      expect(processorTimeOfAll(target.process.pid) - before).toBeLessThan(60_000);
    };
    await attack(ask, CLOCK, async (target) => {
      await makeVehicles(target);
      expect((await target.service.send.stream(sites)).status).toBe(200);
      await target.service.read('/v1/stock');
    });
  });
});
