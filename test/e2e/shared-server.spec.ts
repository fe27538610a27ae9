import { setTimeout as delay } from 'node:timers/promises';
import { linesOf, said } from '../support/ask.js';
import { describeOnEachEngine } from '../support/engines.js';
import { eventually } from '../support/eventually.js';
import { newVin, places, produced } from '../support/events.js';
import { startTestService, type TestService } from '../support/service.js';

describeOnEachEngine('a quiet ledger beside a busy one', (engine) => {
  let quiet: TestService;
  let busy: TestService;
  beforeAll(async () => {
    [quiet, busy] = [await startTestService({ engine }), await startTestService({ engine })];
    for (const service of [quiet, busy]) await service.send.batch([...places(), produced(newVin())]);
  });
  afterAll(async () => {
    await quiet.close();
    await busy.close();
  });

  it('sees nothing of it, is caught up all the same, and answers as of the head', async () => {
    const { position } = await quiet.read('/v1/stock');
    for (let round = 0; round < 3; round += 1) {
      await busy.send.structured(produced(newVin()));
      await delay(100);
    }
    await eventually(async () => said(await quiet.get('/v1/status')).caughtUp);
    const { head } = said(await quiet.get('/v1/status'));
    const answer = await quiet.get(`/v1/stock?minPosition=${head}`);
    expect([answer.status, said(answer)]).toMatchObject([200, { position, stock: 1 }]);
    expect((await quiet.get('/readyz')).status).toBe(200);
  });

  it('finds its next event in the log behind many of the other', async () => {
    const { position: before } = said(await quiet.send.structured(produced(newVin())));
    for (let round = 0; round < 3; round += 1)
      await busy.send.batch(Array.from({ length: 1_000 }, () => produced(newVin())));
    const next = produced(newVin());
    await quiet.send.structured(next);
    const since = performance.now();
    const [found, ...more] = linesOf(await quiet.get(`/v1/log?after=${before}&limit=1`));
    expect([found.metadata.id, more]).toEqual([next.id, []]);
    expect(performance.now() - since).toBeLessThan(2_000);
  });
});
