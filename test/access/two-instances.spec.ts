import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { newLog } from '../support/engines.js';
import { ask } from '../support/ask.js';
import { startTestService } from '../support/service.js';
import { ledgerWithKeys } from './ledger-with-keys.js';

const suite = process.env.LEDGER_TEST_KURRENTDB ? describe : describe.skip;

// On the embedded log there is one instance only.
suite('two instances over one server (only where LEDGER_TEST_KURRENTDB names one)', () => {
  it('a key that one revokes is refused by the other within a second, and one that it issues is taken', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'plant-ledger-two-'));
    const configuration = newLog('kurrentdb', folder);
    const first = await ledgerWithKeys({ engine: 'kurrentdb', configuration });
    const second = await startTestService({ engine: 'kurrentdb', configuration, ledger: folder });
    const status = async (key?: string) => {
      const headers: Record<string, string> = key === undefined ? {} : { authorization: `Bearer ${key}` };
      return (await ask(`${second.url}/v1/status`, { headers })).status;
    };
    expect([await status(), await status(first.admin)]).toEqual([401, 200]);
    const viewer = await first.keyOf('user:viewer', ['viewer']);
    await delay(1_000);
    expect(await status(viewer)).toBe(200);
    await first.ask(first.admin, 'POST', `/v1/access/keys/${viewer.split('_')[1] ?? ''}/revoke`, { reason: 'r' });
    await delay(1_000);
    expect(await status(viewer)).toBe(401);
    await second.close();
    await first.service.close();
    await rm(folder, { recursive: true });
  });

  it('both granting at a time lose neither grant', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'plant-ledger-two-'));
    const configuration = newLog('kurrentdb', folder);
    const first = await ledgerWithKeys({ engine: 'kurrentdb', configuration });
    const second = await startTestService({ engine: 'kurrentdb', configuration, ledger: folder });
    const grant = (url: string, principal: string) =>
      ask(`${url}/v1/access/grants`, {
        method: 'POST',
        headers: { authorization: `Bearer ${first.admin}`, 'content-type': 'application/json' },
        body: JSON.stringify({ principal, roles: ['viewer'] }),
      });
    const granted = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        grant([first.service.url, second.url][index % 2] ?? '', `user:v${index}`),
      ),
    );
    expect(granted.map(({ status }) => status)).toEqual(Array<number>(10).fill(201));
    const { grants } = JSON.parse((await first.ask(first.admin, 'GET', '/v1/access/rights')).body);
    expect(grants).toHaveLength(11);
    await second.close();
    await first.service.close();
    await rm(folder, { recursive: true });
  });
});
