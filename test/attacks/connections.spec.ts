import { killProcesses } from '../support/service-process.js';
import { attack } from './attack.js';

afterAll(killProcesses);
jest.setTimeout(240_000);

describe('many who ask at once', () => {
  it('5,000 questions for the monthly totals harm nobody', async () => {
    await attack(async ({ service }) => {
      for (let round = 0; round < 50; round += 1)
        await Promise.all(Array.from({ length: 100 }, () => service.get('/v1/monthly-totals')));
    });
  });
});
