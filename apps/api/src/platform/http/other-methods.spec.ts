import { startExampleService } from '../../docs/examples/example-service.js';
import type { Service } from '../../service.js';

let service: Service;
beforeAll(async () => {
  service = await startExampleService();
});
afterAll(() => service.close());

const ask = (method: string, path: string) => fetch(service.url + path, { method });

describe('a path that is known', () => {
  it.each([
    ['DELETE', '/v1/events', 'OPTIONS, POST'],
    ['GET', '/v1/events?dryRun=true', 'OPTIONS, POST'],
    ['POST', '/v1/monthly-totals', 'GET, HEAD'],
    ['PUT', '/v1/units/LSUBJ000000000001', 'GET, HEAD'],
    ['GET', '/v1/quarantine/some-id/retry', 'POST'],
    ['GET', '/v1/quarantine/retry', 'POST'],
    ['PATCH', '/', 'GET, HEAD'],
    ['OPTIONS', '/v1/stock', 'GET, HEAD'],
  ])('answers %s %s with 405, and says what it takes', async (method, path, allowed) => {
    const answer = await ask(method, path);
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, allowed]);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(await answer.json()).toMatchObject({ status: 405, code: 'method-not-allowed' });
  });

  it('answers the body of a refused request too, and the connection goes on', async () => {
    const refused = await fetch(`${service.url}/v1/stock`, { method: 'POST', body: 'x'.repeat(100_000) });
    expect(refused.status).toBe(405);
    expect((await ask('GET', '/v1/status')).status).toBe(200);
  });
});

it.each(['/v1', '/v1/event', '/v1/units', '/v1/units/a/b', '/v1/stock/', '/openapi', '/schemas/v1/A.json/b'])(
  'a path that is not known is a 404 by any method: %s',
  async (path) => {
    for (const method of ['GET', 'POST', 'DELETE']) {
      const answer = await ask(method, path);
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
      expect(await answer.json()).toMatchObject({ status: 404, code: 'not-found' });
    }
  },
);

it('HEAD is answered where GET is', async () => {
  const answer = await ask('HEAD', '/v1/stock');
  expect([answer.status, await answer.text()]).toEqual([200, '']);
});
