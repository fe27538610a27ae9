import { linesOf, said } from '../support/ask.js';
import { describeOnEachEngine } from '../support/engines.js';
import { delivered, held, lineCommissioned, newVin, places, plantRegistered, produced } from '../support/events.js';
import { problemOf } from '../support/problem.js';
import { startTestService, type TestService } from '../support/service.js';

describeOnEachEngine('a dry run', (engine) => {
  let service: TestService;
  let before: number;
  beforeAll(async () => {
    service = await startTestService({ engine });
    await service.send.batch(places());
    before = (await service.log()).length;
  });
  afterAll(() => service.close());
  afterEach(async () => {
    expect((await service.log()).length).toBe(before);
    expect((await service.read('/v1/quarantine')).entries).toEqual([]);
  });

  it('of one event says what would become of it, without a place in the log', async () => {
    const vin = newVin();
    for (const send of [service.send.structured, service.send.binary]) {
      const accepted = await send(produced(vin), '?dryRun=true');
      expect([accepted.status, said(accepted).result]).toEqual([201, 'accepted']);
      expect(said(accepted)).not.toHaveProperty('position');
      expect(said(accepted)).not.toHaveProperty('revision');
      const early = await send(delivered(vin), '?dryRun=true');
      expect([early.status, said(early).code]).toEqual([202, 'out-of-order']);
      expect(said(early)).not.toHaveProperty('quarantine');
      const nowhere = await send(produced(vin, {}, 'nowhere'), '?dryRun=true');
      expect([nowhere.status, said(nowhere).code]).toEqual([202, 'unknown-plant']);
      expect(said(nowhere)).not.toHaveProperty('quarantine');
      const refused = problemOf(await send(produced('short'), '?dryRun=true'));
      expect(refused).toMatchObject({ status: 422, code: 'invalid-vin' });
      expect(refused).not.toHaveProperty('quarantine');
    }
  });

  it('of a batch decides events that build on each other', async () => {
    const vin = newVin();
    const made = produced(vin, {}, 'dry-1');
    const events = [plantRegistered('dry-1'), lineCommissioned('dry-1'), made, made, held(vin), delivered(vin)];
    const { results, ...counts } = said(await service.send.batch(events, '?dryRun=true'));
    expect(counts).toEqual({ accepted: 4, duplicates: 1, quarantined: 0, rejected: 1 });
    expect(results.at(-1)).toMatchObject({ result: 'rejected', code: 'unit-held' });
    expect(said(await service.send.batch(events, '?dryRun=true'))).toMatchObject(counts);
  });

  it('of a stream decides events that build on each other, across its groups', async () => {
    const vins = Array.from({ length: 1_500 }, newVin);
    const events = [...vins.map((vin) => produced(vin)), ...vins.map((vin) => delivered(vin))];
    const lines = linesOf(await service.send.stream(events, '?dryRun=true'));
    expect(lines).toEqual([{ accepted: 3_000, duplicates: 0, quarantined: 0, rejected: 0 }]);
  });

  it('knows what is in the log', async () => {
    const [plant] = places();
    const again = plantRegistered('bj-1');
    expect(said(await service.send.structured(again, '?dryRun=true'))).toMatchObject({ result: 'duplicate' });
    expect(plant?.data.plant).toBe('bj-1');
  });
});
