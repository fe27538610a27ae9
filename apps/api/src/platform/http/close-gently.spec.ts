import { once } from 'node:events';
import { connect } from 'node:net';
import { startTestService } from '../../../../../test/support/service.js';

describe('a service that is told to stop', () => {
  it('does not wait for connections that were opened and never used, as browsers keep some', async () => {
    const service = await startTestService();
    const { hostname, port } = new URL(service.url);
    const unused = connect(Number(port), hostname);
    await once(unused, 'connect');
    unused.on('error', () => undefined).resume();
    // It has been accepted by then.
    await service.get('/livez');
    const closed = once(unused, 'close');
    const began = performance.now();
    await service.close();
    await closed;
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});
