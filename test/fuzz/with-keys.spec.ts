import { Agent } from 'node:http';
import { ROUTE_NEEDS } from '../../apps/api/src/docs/operations/index.js';
import { ledgerWithKeys, type LedgerWithKeys } from '../access/ledger-with-keys.js';
import { ask } from '../support/ask.js';
import { problemFaults } from '../support/problem.js';
import { inSoak, newSeed } from '../support/soak.js';
import { randomOf } from './random.js';
import { aRequest } from './requests.js';

const SEED = Number(process.env.LEDGER_TEST_FUZZ_SEED ?? inSoak(newSeed(), 20_240_730));
const REQUESTS = inSoak(12_000, 1_500);
const AT_ONCE = 16;

const DOCUMENTED = [200, 201, 202, 204, 304, 400, 401, 403, 404, 405, 408, 409, 413, 414, 415, 417, 421, 422, 429, 431];
/** Answered to everybody, as far as there is anything under it. */
const OPEN = [...ROUTE_NEEDS].filter(([, needs]) => needs === 'nothing').map(([route]) => route.split(' ')[1] ?? '');
const isOpen = (path: string) =>
  OPEN.some((open) => path.split('?')[0] === open || open.includes('*') || open.includes(':'));

describe(`${REQUESTS} requests of every wrong kind, with keys and without (seed ${SEED})`, () => {
  const random = randomOf(SEED);
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  let ledger: LedgerWithKeys;
  let credentials: (string | undefined)[];
  beforeAll(async () => {
    ledger = await ledgerWithKeys();
    const source = await ledger.keyOf('source:fuzz', ['source'], { sources: ['//fuzz'], amend: true });
    const keys = await Promise.all(
      (['viewer', 'planner', 'operator', 'controller', 'auditor'] as const).map((role) =>
        ledger.keyOf(`user:${role}`, [role]),
      ),
    );
    credentials = [undefined, undefined, 'plk_nonsense', source, source, ...keys];
  });
  afterAll(async () => {
    agent.destroy();
    await ledger.service.close();
  });

  it('are each answered as documented, and nothing changes or shows without a key', async () => {
    const faults: string[] = [];
    let left = REQUESTS;
    const worker = async (): Promise<void> => {
      while (left > 0 && faults.length < 20) {
        left -= 1;
        const { kind, method, path, headers, body } = aRequest(random);
        const key = random.of(credentials);
        const authorization = key === undefined ? {} : { authorization: `Bearer ${key}` };
        const answer = await ask(ledger.service.url + path, {
          method,
          headers: { ...headers, ...authorization },
          body,
          agent,
        }).catch(String);
        const wrong: string[] = [];
        if (typeof answer === 'string') wrong.push(answer);
        else {
          if (!DOCUMENTED.includes(answer.status)) wrong.push('a status that is not documented');
          if (answer.status >= 400 && method !== 'HEAD') wrong.push(...problemFaults(answer));
          const isKnown = key !== undefined && key !== 'plk_nonsense';
          if (!isKnown && answer.status < 400 && method !== 'OPTIONS' && !isOpen(path)) wrong.push('let in');
          if (/plk_[0-9a-z]{8}_/.test(answer.body)) wrong.push('a key is shown');
        }
        if (wrong.length === 0) continue;
        const status = typeof answer === 'string' ? '' : answer.status;
        faults.push(
          `${kind}: ${method} ${path.slice(0, 200)} with ${key?.slice(0, 12) ?? 'no key'} → ${status} ${wrong.join('; ')}`,
        );
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    expect(faults).toEqual([]);
    expect((await ledger.ask(ledger.admin, 'GET', '/v1/status')).status).toBe(200);
  }, 240_000);
});
