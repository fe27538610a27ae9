import { join } from 'node:path';
import { openEventStore } from '@plant-ledger/event-store';
import { createProjector, GetMilestones, openReadModel } from '@plant-ledger/read-model';
import { su7Scenario } from '../../apps/simulator/src/index.js';
import { createForecasts } from '../../libs/read-model/src/milestones/milestone-forecasts.js';
import { GetMilestonesHandler } from '../../libs/read-model/src/milestones/milestones.queries.js';
import { testDatabase } from '../../libs/read-model/src/testing/postgres/test-database.js';
import { linesOf, said } from '../support/ask.js';
import { startTestService, type TestService } from '../support/service.js';

const ASKED = '2024-07-29T00:00:00.000Z';

describe('the forecasts of one log', () => {
  const database = testDatabase();
  let service: TestService;

  /** What was answered while the log was shorter. */
  const earlier: string[] = [];

  beforeAll(async () => {
    service = await startTestService({ clock: ASKED });
    const events = [...su7Scenario({ scale: 0.05 })].map((event) => JSON.stringify(event));
    const cuts = [0, 0.6, 0.93, 0.98, 1].map((share) => Math.floor(events.length * share));
    for (const [index, cut] of cuts.entries()) {
      if (index === 0) continue;
      const part = events.slice(cuts[index - 1], cut);
      const answer = await service.send.post('application/x-ndjson', part.join('\n'));
      expect(linesOf(answer).at(-1)).toMatchObject({ accepted: part.length });
      earlier.push(JSON.stringify(await service.read('/v1/milestones')));
    }
  }, 60_000);
  afterAll(() => service.close());

  /** Projects the service's log anew, in other batches, and asks this read model. */
  async function rebuilt(url: string, events: number): Promise<string> {
    const store = await openEventStore(`sqlite:${join(service.folder, 'log.db')}`, { readOnly: true });
    const readModel = await openReadModel(url);
    const projector = createProjector({ store, readModel, limits: { events } });
    const stopping = new AbortController();
    const running = projector.run(stopping.signal);
    try {
      expect(await projector.waitFor(await store.head(), 60_000)).toBe(true);
      const handler = new GetMilestonesHandler(readModel, createForecasts());
      return JSON.stringify(await handler.execute(new GetMilestones({ at: Date.parse(ASKED) })));
    } finally {
      stopping.abort();
      await running;
      await readModel.close();
      await store.close();
    }
  }

  it('are the same bytes from a read model that is built anew, whatever its batches and its database', async () => {
    const served = (await service.get('/v1/milestones')).body;
    expect(said(await service.get('/v1/milestones')).milestones).toHaveLength(5);
    expect(await rebuilt(`sqlite:${join(service.folder, 'in-large-batches')}`, 5_000)).toBe(served);
    expect(await rebuilt(`sqlite:${join(service.folder, 'in-small-batches')}`, 37)).toBe(served);
    expect(await rebuilt(database.url, 1_000)).toBe(served);
  }, 120_000);

  it('are as of an earlier position what they were when the log ended there', async () => {
    expect(new Set(earlier.map((body) => JSON.parse(body).milestones[1].forecast.p50)).size).toBeGreaterThan(2);
    for (const body of earlier)
      expect((await service.get(`/v1/milestones?asOf=${JSON.parse(body).position}`)).body).toBe(body);
  });
});
