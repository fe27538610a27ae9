import { describeOnEachEngine } from '../support/engines.js';
import { delivered, event, held, newVin, places, produced, type TestEvent } from '../support/events.js';
import { said } from '../support/ask.js';
import { startTestService, type TestService } from '../support/service.js';

const ROUNDS = 8;

const released = (vin: string, attributes: Partial<TestEvent> = {}) =>
  event('UnitReleased', { vin, reason: 'painted' }, { time: '2024-07-20T10:00:00.000Z', ...attributes });
const shipped = (vin: string) => event('UnitShipped', { vin, site: 'd-1' }, { time: '2024-07-20T18:00:00.000Z' });

describeOnEachEngine('many writers at once over HTTP', (engine) => {
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService({ engine });
    const { accepted } = said(await service.send.batch(places()));
    expect(accepted).toBe(places().length);
  });
  afterAll(() => service.close());

  const types = async (vin: string): Promise<string[]> =>
    (await service.log(`unit-${vin}`)).map(({ type }: { type: string }) => type);
  const history = async (vin: string): Promise<string[]> =>
    (await service.log(`unit-${vin}`)).map(({ metadata }: { metadata: { eventId: string } }) => metadata.eventId);

  it('16 on one unit: each is answered by the rules, and what is accepted is in the log, once and in a possible order', async () => {
    const vin = newVin();
    // All at one instant: what comes later is never late history.
    const time = '2024-07-21T08:00:00.000Z';
    await service.send.structured(produced(vin));
    const answers = await Promise.all(
      Array.from({ length: 16 }, async (_, writer) => {
        const own: Awaited<ReturnType<TestService['send']['structured']>>[] = [];
        for (let round = 0; round < ROUNDS; round += 1) {
          const reporting = (round + writer) % 2 === 0 ? held : released;
          own.push(await service.send.structured(reporting(vin, { time })));
        }
        return own;
      }),
    );
    const results = answers.flat().map((answer) => ({ status: answer.status, ...said(answer) }));
    const refusals = results.filter(({ status }) => status !== 201);
    expect(new Set(refusals.map(({ status, code }) => `${String(status)} ${String(code)}`))).toEqual(
      new Set(['422 already-held', '422 not-held']),
    );
    const accepted = results.filter(({ status }) => status === 201);
    const [first, ...rest] = await types(vin);
    expect(first).toBe('UnitProduced');
    expect(rest).toEqual(rest.map((_, index) => (index % 2 === 0 ? 'UnitHeld' : 'UnitReleased')));
    expect((await history(vin)).slice(1).sort()).toEqual(accepted.map(({ eventId }) => String(eventId)).sort());
    expect(accepted.map(({ revision }) => Number(revision)).sort((a, b) => a - b)).toEqual(
      rest.map((_, index) => index + 1),
    );
  });

  it('16 that all tell the same facts of one unit: each fact is kept once, and everyone is told where', async () => {
    const vin = newVin();
    const life = [produced(vin), shipped(vin), delivered(vin)];
    const answers = await Promise.all(
      Array.from({ length: 16 }, async (_, writer) =>
        writer % 2 === 0
          ? said(await service.send.batch(life)).results
          : Promise.all(life.map(async (fact) => said(await service.send.structured(fact)))),
      ),
    );
    const reported = answers.flat();
    expect(reported.filter(({ result }) => !['accepted', 'duplicate', 'quarantined'].includes(result))).toEqual([]);
    expect((await types(vin)).filter((type) => !/Parked/.test(type)).sort()).toEqual(
      life.map(({ type }) => type).sort(),
    );
    expect(await service.read(`/v1/units/${vin}`)).toMatchObject({ state: 'delivered' });
  });

  it('64 on units of their own: all are taken, and every total counts them', async () => {
    const vins = Array.from({ length: 64 }, newVin);
    const before = await service.read('/v1/stock');
    const statuses = await Promise.all(
      vins.map(async (vin, writer) => {
        const life = [produced(vin), held(vin), released(vin), shipped(vin), delivered(vin)];
        if (writer % 4 === 0) return said(await service.send.batch(life)).results.map(() => 201);
        const own: number[] = [];
        for (const fact of life) own.push((await service.send.structured(fact)).status);
        return own;
      }),
    );
    expect(statuses.flat().filter((status) => status !== 201)).toEqual([]);
    for (const vin of vins.slice(0, 8)) expect(await types(vin)).toHaveLength(5);
    const after = await service.read('/v1/stock');
    expect(after.balanced).toBe(true);
    expect(after.rows[0].delivered - before.rows[0].delivered).toBe(64);
  });

  it('16 that send the same refused event, and 16 that send another under its id: nobody sees an error of the ledger', async () => {
    const nowhere = { vin: newVin(), model: 'SU7', plant: 'nowhere', line: 'L1' };
    const times = Array.from({ length: 16 }, (_, minute) => `2024-07-20T08:${String(minute + 10)}:00.000Z`);
    const answers = await Promise.all(
      times.flatMap((time) =>
        [times[0], time].map((at) =>
          service.send.structured(event('UnitProduced', nowhere, { id: 'refused', time: at })),
        ),
      ),
    );
    expect(new Set(answers.map((answer) => `${answer.status} ${String(said(answer).code)}`))).toEqual(
      new Set(['202 unknown-plant']),
    );
    const kept = await service.log(`quarantine-${String(said(answers[0] ?? never()).eventId)}`);
    expect(kept.length).toBeGreaterThanOrEqual(16);
    expect(kept.length).toBeLessThanOrEqual(32);
  });
});

function never(): never {
  throw new Error('no answer');
}
