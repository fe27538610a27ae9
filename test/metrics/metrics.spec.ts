import { readFileSync } from 'node:fs';
import { eventually } from '../support/eventually.js';
import { delivered, event, held, newVin, places, produced } from '../support/events.js';
import { parseExposition } from '../support/exposition.js';
import { openLive } from '../support/live.js';
import { startTestService, type TestService } from '../support/service.js';

const documented = [...readFileSync('docs/metrics.md', 'utf8').matchAll(/^\| `(\w+)` \| (\w+) \|([^|]*)\|/gm)].map(
  ([, name = '', kind = '', labels = '']) => ({
    name,
    kind,
    labels: [...labels.matchAll(/`(\w+)`/g)].map((m) => m[1]),
  }),
);

let service: TestService;
const scrape = async () => {
  const answer = await service.get('/metrics');
  expect(answer.status).toBe(200);
  expect(answer.headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
  return parseExposition(answer.body);
};

/** Figures are kept for some seconds. */
const scrapeUntil = async (isSo: (reported: Awaited<ReturnType<typeof scrape>>) => boolean) => {
  let reported = await scrape();
  await eventually(async () => isSo((reported = await scrape())));
  return reported;
};

describe('the metrics', () => {
  const vins = Array.from({ length: 6 }, newVin);
  const [first = '', second = '', third = ''] = vins;
  beforeAll(async () => {
    service = await startTestService();
    await service.send.batch(places());
    await service.send.batch([
      ...plan(),
      produced(first),
      produced(second),
      delivered(first),
      held(second),
      held(third),
      event('LineHalted', { plant: 'bj-1', line: 'L1', halt: 'h-1', reason: 'parts', planned: false }),
      produced('NOTAVIN'),
      event('UnitPainted', { vin: second }),
      { type: 'no event' },
    ]);
    await service.send.structured(produced(first, { id: 'again', source: '//other' }));
    await service.send.stream([produced(vins[3] ?? ''), { type: 'no event' }]);
    await service.send.structured({ type: 'no event' });
    await service.send.structured(produced(vins[4] ?? ''), '?dryRun=true');
    await service.get(`/v1/units/${first}`);
    await service.get(`/v1/units/${vins[5]}`);
    await service.get('/nowhere');
    await service.read('/v1/stock');
  });
  afterAll(() => service.close());

  it('are those that are documented, with their kinds and labels', async () => {
    const { types, series } = await scrapeUntil(({ value }) => value('ledger_line_halted') === 1);
    const own = [...types].filter(([name]) => name.startsWith('ledger_'));
    expect(Object.fromEntries(own)).toEqual(Object.fromEntries(documented.map(({ name, kind }) => [name, kind])));
    expect(types.get('process_cpu_seconds_total')).toBe('counter');
    for (const { name, labels } of series.filter((one) => one.name.startsWith('ledger_'))) {
      const { le: _le, ...others } = labels;
      const about = documented.find((each) => name.startsWith(each.name));
      const metric = documented.find((each) => each.name === name) ?? about;
      expect([name, Object.keys(others).toSorted()]).toEqual([name, metric?.labels.toSorted()]);
    }
    const withoutSeries = documented.filter(({ name }) => !series.some((one) => one.name.startsWith(name)));
    // There is no forecast without a history, and nobody has a key here.
    expect(withoutSeries.map(({ name }) => name)).toEqual([
      'ledger_access_key_expires_timestamp_seconds',
      'ledger_access_refused_total',
      'ledger_milestone_probability_ratio',
    ]);
  });

  it('count what came in, by type and by what became of it', async () => {
    const { value, series } = await scrape();
    const taken = (type: string, result: string) => value('ledger_intake_events_total', { type, result });
    expect(taken('UnitProduced', 'accepted')).toBe(3);
    expect(taken('UnitProduced', 'duplicate')).toBe(1);
    expect(taken('UnitProduced', 'rejected')).toBe(1);
    expect(taken('UnitHeld', 'accepted')).toBe(1);
    expect(taken('UnitHeld', 'quarantined')).toBe(1);
    expect(taken('other', 'rejected')).toBe(1);
    expect(value('ledger_intake_malformed_total')).toBe(3);
    const accepted = series
      .filter(({ labels }) => labels.result === 'accepted')
      .reduce((sum, one) => sum + one.value, 0);
    expect(value('ledger_intake_lateness_seconds_count')).toBe(accepted);
    expect(value('ledger_intake_lateness_seconds_bucket', { le: '+Inf' })).toBe(accepted);
    expect(value('ledger_intake_lateness_seconds_bucket', { le: '604800' })).toBe(0);
    expect(value('ledger_intake_lateness_seconds_bucket', { le: '2592000' })).toBe(accepted - places().length);
  });

  it('tell how the ledger stands: books, quarantine, lines, milestones, the running month', async () => {
    const { value } = await scrapeUntil((reported) => reported.value('ledger_line_halted') === 1);
    expect(value('ledger_books_balanced')).toBe(1);
    expect(value('ledger_read_model_readable')).toBe(1);
    expect(value('ledger_quarantine_open_events', { state: 'waiting', code: 'out-of-order' })).toBe(1);
    expect(value('ledger_quarantine_open_events', { state: 'rejected', code: 'invalid-vin' })).toBe(1);
    expect(value('ledger_quarantine_open_events', { state: 'rejected', code: 'unknown-type' })).toBe(1);
    expect(value('ledger_milestone_progress_ratio', { milestone: 'ten', metric: 'produced' })).toBe(0.3);
    expect(value('ledger_milestone_value', { milestone: 'ten' })).toBe(3);
    expect(value('ledger_milestone_target', { milestone: 'ten' })).toBe(10);
    expect(value('ledger_month_target_ratio', { metric: 'delivered', plant: '', model: '' })).toBe(0.25);
  });

  it('tell how the service does: lag, batches, requests by route, never by path', async () => {
    const { value, series } = await scrape();
    const status = JSON.parse((await service.get('/v1/status')).body);
    expect(value('ledger_projector_position')).toBe(Number(status.position));
    expect(value('ledger_log_head_position')).toBe(Number(status.head));
    expect([value('ledger_projector_lag_events'), value('ledger_projector_caught_up')]).toEqual([0, 1]);
    expect([value('ledger_projector_stopped'), value('ledger_projector_failing')]).toEqual([0, 0]);
    expect([value('ledger_store_reachable'), value('ledger_store_failures_total')]).toEqual([1, 0]);
    expect(value('ledger_projector_batch_events_sum')).toBe(Number(status.head));
    expect(value('ledger_projector_batch_duration_seconds_count')).toBeGreaterThan(0);
    const answered = (route: string, statusClass: string, method = 'GET') =>
      value('ledger_http_request_duration_seconds_count', { route, status: statusClass, method });
    expect([answered('/v1/units/:vin', '2xx'), answered('/v1/units/:vin', '4xx')]).toEqual([1, 1]);
    expect(answered('/v1/events', '2xx', 'POST')).toBe(5);
    expect(answered('unmatched', '4xx')).toBe(1);
    expect(series.every(({ labels }) => Object.values(labels).every((text) => !/[A-HJ-NPR-Z0-9]{17}/.test(text)))).toBe(
      true,
    );
    expect((await service.get('/metrics')).body).not.toMatch(new RegExp(vins.join('|')));
  });

  it('count who follows live', async () => {
    const live = await openLive(service.url);
    expect((await scrape()).value('ledger_live_clients')).toBe(1);
    live.drop();
    await scrapeUntil(({ value }) => value('ledger_live_clients') === 0);
    expect((await scrape()).value('ledger_live_departures_total', { reason: 'left' })).toBe(1);
  });
});

function plan() {
  return [
    event('MilestoneDefined', {
      milestone: 'ten',
      title: 'The first ten',
      metric: 'produced',
      target: 10,
      due: '2024-12-31',
    }),
    event('MonthlyTargetSet', { month: '2024-07', metric: 'delivered', target: 4 }),
  ];
}
