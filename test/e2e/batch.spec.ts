import { said } from '../support/ask.js';
import { describeOnEachEngine } from '../support/engines.js';
import {
  delivered,
  event,
  eventIdFor,
  held,
  lineCommissioned,
  newVin,
  places,
  plantRegistered,
  produced,
} from '../support/events.js';
import { problemOf } from '../support/problem.js';
import { startTestService, type TestService } from '../support/service.js';

describeOnEachEngine('a batch', (engine) => {
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService({ engine });
    await service.send.batch(places());
  });
  afterAll(() => service.close());

  it('is answered 200 with a result for every event, in order, and the four counts', async () => {
    const [vin, other] = [newVin(), newVin()];
    const [made, early, wrong] = [produced(vin), delivered(other), produced(vin.toLowerCase())];
    const sent = [
      made,
      made,
      early,
      wrong,
      held(vin),
      delivered(vin),
      { nonsense: true },
      produced(vin, { id: made.id }, 'bj-1', 'L1', 'YU7'),
    ];
    const answer = await service.send.batch(sent);
    expect(answer.status).toBe(200);
    const { results, ...counts } = said(answer);
    expect(counts).toEqual({ accepted: 2, duplicates: 1, quarantined: 1, rejected: 4 });
    expect(results).toMatchObject([
      { index: 0, result: 'accepted', eventId: eventIdFor(made), stream: `unit-${vin}`, revision: 0 },
      { index: 1, result: 'duplicate', eventId: eventIdFor(made) },
      { index: 2, result: 'quarantined', code: 'out-of-order', quarantine: eventIdFor(early) },
      { index: 3, result: 'rejected', code: 'invalid-vin', quarantine: eventIdFor(wrong) },
      { index: 4, result: 'accepted', revision: 1 },
      { index: 5, result: 'rejected', code: 'unit-held' },
      { index: 6, result: 'rejected', code: 'not-a-cloud-event', errors: expect.any(Array) },
      { index: 7, result: 'rejected', code: 'conflicting-duplicate' },
    ]);
    expect(results[1].position).toBe(results[0].position);
    expect(results[6]).not.toHaveProperty('eventId');
    expect(results[6]).not.toHaveProperty('quarantine');
    expect(BigInt(results[4].position)).toBeGreaterThan(BigInt(results[0].position));
  });

  it('may register a plant, its line and a unit of it, each building on the one before', async () => {
    const vin = newVin();
    const { accepted } = said(
      await service.send.batch([
        plantRegistered('batch-1'),
        lineCommissioned('batch-1'),
        produced(vin, {}, 'batch-1'),
        event('LineHalted', { plant: 'batch-1', line: 'L1', reason: 'x', planned: true }),
        event('LineResumed', { plant: 'batch-1', line: 'L1' }, { time: '2024-07-20T09:00:00Z' }),
        delivered(vin),
      ]),
    );
    expect(accepted).toBe(6);
  });

  it('of 1,000 events is taken, one of 1,001 is 413 and leaves nothing', async () => {
    const thousand = Array.from({ length: 1_000 }, () => produced(newVin()));
    expect(said(await service.send.batch(thousand))).toMatchObject({ accepted: 1_000, rejected: 0 });
    expect(said(await service.send.batch(thousand))).toMatchObject({ accepted: 0, duplicates: 1_000 });
    const more = Array.from({ length: 1_001 }, () => produced(newVin()));
    const problem = problemOf(await service.send.batch(more));
    expect(problem).toMatchObject({ status: 413, code: 'too-large' });
    expect(problem.detail).toContain('1001');
    expect(said(await service.send.batch(more.slice(0, 2)))).toMatchObject({ accepted: 2 });
  });

  it('of none is taken', async () => {
    expect(said(await service.send.batch([]))).toEqual({
      accepted: 0,
      duplicates: 0,
      quarantined: 0,
      rejected: 0,
      results: [],
    });
  });

  it('with an event longer than one may be refuses that one, as alone or in a stream', async () => {
    const [vin, longer] = [newVin(), newVin()];
    const sent = [produced(vin), produced(longer, { data: { vin: longer, model: 'x'.repeat(300_000) } }), held(vin)];
    const { results, ...counts } = said(await service.send.batch(sent));
    expect(counts).toEqual({ accepted: 2, duplicates: 0, quarantined: 0, rejected: 1 });
    expect(results[1]).toMatchObject({ index: 1, result: 'rejected', code: 'too-large' });
  });

  it('of more than 4 MiB is 413, of just less is taken', async () => {
    const vins = Array.from({ length: 42 }, newVin);
    const long = vins.flatMap((vin) => [produced(vin), held(vin, { data: { vin, reason: 'r'.repeat(99_000) } })]);
    expect(JSON.stringify(long).length).toBeGreaterThan(4_000_000);
    expect(said(await service.send.batch(long))).toMatchObject({ accepted: 84 });
    const longer = [...long, ...long.slice(0, 4)];
    expect(JSON.stringify(longer).length).toBeGreaterThan(4 * 1024 * 1024);
    expect(problemOf(await service.send.batch(longer))).toMatchObject({ status: 413, code: 'too-large' });
  });

  it.each([
    ['one event alone', 400, JSON.stringify(produced(newVin()))],
    ['broken JSON', 400, '[{]'],
    ['nothing', 400, ''],
  ])('that is %s is %d', async (_what, status, body) => {
    const answer = await service.send.post('application/cloudevents-batch+json', body);
    expect(problemOf(answer).status).toBe(status);
  });
});
