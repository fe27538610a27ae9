import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { linesOf, said } from '../support/ask.js';
import { newVin, places, produced } from '../support/events.js';
import { openStream } from '../support/open-stream.js';
import { problemOf } from '../support/problem.js';
import { startTestService, type TestService } from '../support/service.js';

describe('while another process keeps the log locked', () => {
  let service: TestService;
  let other: DatabaseSync;
  const line = () => `${JSON.stringify(produced(newVin()))}\n`;

  beforeAll(async () => {
    service = await startTestService();
    await service.send.batch(places());
    other = new DatabaseSync(join(service.folder, 'log.db'));
  });
  beforeEach(() => other.exec('BEGIN IMMEDIATE'));
  afterEach(() => {
    if (other.isTransaction) other.exec('ROLLBACK');
  });
  afterAll(async () => {
    other.close();
    await service.close();
  });

  it('an event is answered 503 with Retry-After, and accepted when sent again after it', async () => {
    const sent = produced(newVin());
    expect(problemOf(await service.send.structured(sent))).toMatchObject({ status: 503, code: 'store-unavailable' });
    expect(problemOf(await service.send.binary(sent)).status).toBe(503);
    other.exec('ROLLBACK');
    expect(said(await service.send.structured(sent))).toMatchObject({ result: 'accepted' });
  });

  it('a batch is answered 503 as a whole, and nothing of it is lost when it is sent again', async () => {
    const sent = [produced(newVin()), produced(newVin()), produced('wrong')];
    expect(problemOf(await service.send.batch(sent)).status).toBe(503);
    other.exec('ROLLBACK');
    expect(said(await service.send.batch(sent))).toMatchObject({ accepted: 2, rejected: 1 });
  });

  it('a stream is answered 503, or ends with the problem and without a summary', async () => {
    expect(problemOf(await service.send.post('application/x-ndjson', line())).status).toBe(503);
    other.exec('ROLLBACK');
    const stream = openStream(service.url);
    stream.write('nonsense\n');
    await stream.answered(1);
    other.exec('BEGIN IMMEDIATE');
    stream.write(line());
    const [, last, ...more] = await stream.end();
    expect(JSON.parse(last ?? '')).toMatchObject({ problem: { status: 503, code: 'store-unavailable' } });
    expect(more).toEqual([]);
    other.exec('ROLLBACK');
    expect(linesOf(await service.send.post('application/x-ndjson', line()))).toMatchObject([{ accepted: 1 }]);
  });

  it('figures are still read, and the service lives', async () => {
    expect((await service.get('/v1/monthly-totals')).status).toBe(200);
    expect((await service.get('/livez')).status).toBe(200);
  });
});
