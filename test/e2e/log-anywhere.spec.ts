import { linesOf } from '../support/ask.js';
import { describeOnEachEngine } from '../support/engines.js';
import { newVin, places, produced, siteOpened } from '../support/events.js';
import { startTestService, type TestService } from '../support/service.js';

describeOnEachEngine('the log after any number', (engine) => {
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService({ engine });
    await service.send.batch(places());
    await service.send.batch([produced(newVin()), produced(newVin()), siteOpened('d-3'), produced(newVin())]);
    await service.read('/v1/stock');
  });
  afterAll(() => service.close());

  it('begins with the next event, whether or not one is at that number', async () => {
    const positions = (await service.log()).map(({ position }) => BigInt(position));
    expect(positions.length).toBeGreaterThanOrEqual(8);
    for (const [index, position] of positions.entries())
      for (const after of [position - 1n, position, position + 1n]) {
        const expected = positions.filter((each) => each > after);
        if (index < 2 && after !== position) continue;
        const answer = await service.get(`/v1/log?after=${after}&limit=3`);
        expect(answer.status).toBe(200);
        expect(linesOf(answer).map((line) => BigInt(line.position))).toEqual(expected.slice(0, 3));
      }
  }, 60_000);

  it('holds nothing beyond its head', async () => {
    const answer = await service.get('/v1/log?after=9223372036854775807');
    expect([answer.status, answer.body]).toEqual([200, '']);
  });
});
