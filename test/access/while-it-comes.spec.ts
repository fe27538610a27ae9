import { ask, linesOf, said, type Answer } from '../support/ask.js';
import { eventually } from '../support/eventually.js';
import { MES, newVin, places, produced } from '../support/events.js';
import { startTestService } from '../support/service.js';
import { ledgerWithKeys, type LedgerWithKeys } from './ledger-with-keys.js';

// A body may take its time. What its sender may is decided when it is there, and not when it began to come.

interface Slow {
  readonly answer: Promise<Answer>;
  send(text: string): void;
  end(text?: string): void;
}

/** A request whose body comes in pieces, when the test says so; its head is there at once. */
function slowly(url: string, path: string, key: string | undefined, type = 'application/json'): Slow {
  const pieces: (string | undefined)[] = [];
  let wake = (): void => undefined;
  async function* body(): AsyncGenerator<string> {
    for (;;) {
      while (pieces.length === 0) await new Promise<void>((resolve) => (wake = resolve));
      const piece = pieces.shift();
      if (piece === undefined) return;
      yield piece;
    }
  }
  const put = (piece: string | undefined) => {
    pieces.push(piece);
    wake();
  };
  const headers = { 'content-type': type, ...(key === undefined ? {} : { authorization: `Bearer ${key}` }) };
  // White space before the JSON has the head sent.
  put(' ');
  return {
    answer: ask(url + path, { method: 'POST', headers, body: body() }),
    send: put,
    end(text) {
      if (text !== undefined) put(text);
      put(undefined);
    },
  };
}

const idOf = (key: string) => key.split('_')[1] ?? '';
const settled = () => new Promise((resolve) => setTimeout(resolve, 200));

it('who began to ask while the ledger was open decides nothing once it is closed', async () => {
  const service = await startTestService();
  const grant = slowly(service.url, '/v1/access/grants', undefined);
  const inits = [1, 2].map(() => slowly(service.url, '/v1/access/init', undefined));
  await settled();
  for (const init of inits) init.end(JSON.stringify({ principal: 'user:admin' }));
  const made = await Promise.all(inits.map(({ answer }) => answer));
  expect(made.map(({ status }) => status).toSorted()).toEqual([201, 409]);
  grant.end(JSON.stringify({ principal: 'user:mallory', roles: ['admin'] }));
  expect((await grant.answer).status).toBe(403);
  await service.close();
});

describe('once the key is revoked', () => {
  let ledger: LedgerWithKeys;
  beforeAll(async () => {
    ledger = await ledgerWithKeys();
    const planner = await ledger.keyOf('user:planner', ['planner']);
    const planned = places().map((place) => ({ ...place, source: '//headquarters.example' }));
    await ledger.ask(planner, 'POST', '/v1/events', planned, 'application/cloudevents-batch+json');
  });
  afterAll(() => ledger.service.close());

  const revoke = (key: string) =>
    ledger.ask(ledger.admin, 'POST', `/v1/access/keys/${idOf(key)}/revoke`, { reason: 'stolen' });

  it('an admin neither issues a key nor grants anything', async () => {
    const other = await ledger.keyOf('user:other', ['admin']);
    const [issuing, granting] = [
      slowly(ledger.service.url, '/v1/access/keys', other),
      slowly(ledger.service.url, '/v1/access/grants', other),
    ];
    await settled();
    await revoke(other);
    issuing.end(JSON.stringify({ principal: 'user:other' }));
    granting.end(JSON.stringify({ principal: 'user:other', roles: ['auditor'] }));
    expect([(await issuing.answer).status, (await granting.answer).status]).toEqual([403, 403]);
  });

  it('an operator discards nothing', async () => {
    const source = await ledger.keyOf('source:refused', ['source'], { sources: ['//refused.example'] });
    const refused = { ...produced('none'), source: '//refused.example' };
    const { quarantine } = said(
      await ledger.ask(source, 'POST', '/v1/events', refused, 'application/cloudevents+json'),
    );
    const operator = await ledger.keyOf('user:operator', ['operator']);
    const discarding = slowly(ledger.service.url, `/v1/quarantine/${quarantine}/discard`, operator);
    await settled();
    await revoke(operator);
    discarding.end(JSON.stringify({ reason: 'r' }));
    expect((await discarding.answer).status).toBe(401);
  });

  it.each(['application/cloudevents+json', 'application/cloudevents-batch+json'])(
    'an event on its way is not taken in (%s)',
    async (type) => {
      const mes = await ledger.keyOf(`source:${type.length}`, ['source'], { sources: [`//${type.length}.example`] });
      const sending = slowly(ledger.service.url, '/v1/events', mes, type);
      await settled();
      await revoke(mes);
      const event = { ...produced(newVin()), source: `//${type.length}.example` };
      sending.end(JSON.stringify(type.includes('batch') ? [event] : event));
      expect((await sending.answer).status).toBe(401);
    },
  );

  it('a stream ends with why, and nothing of it is taken in any more', async () => {
    const mes = await ledger.keyOf('source:mes', ['source'], { sources: [MES] });
    const auditor = await ledger.keyOf('user:auditor', ['auditor']);
    const stream = slowly(ledger.service.url, '/v1/events', mes, 'application/x-ndjson');
    const [first, second] = [produced(newVin()), produced(newVin())];
    stream.send(`${JSON.stringify(first)}\n`);
    const recorded = async (vin: unknown) =>
      linesOf(await ledger.ask(auditor, 'GET', `/v1/log?stream=unit-${String(vin)}`)).length;
    await eventually(async () => (await recorded(first.data.vin)) === 1);
    await revoke(mes);
    stream.end(`${JSON.stringify(second)}\n`);
    expect(said(await stream.answer)).toMatchObject({ status: 401, code: 'bad-credentials' });
    expect(await recorded(second.data.vin)).toBe(0);
  });
});

it('a stream that began while the ledger was open ends once it is closed', async () => {
  const service = await startTestService();
  await service.send.batch(places());
  const stream = slowly(service.url, '/v1/events', undefined, 'application/x-ndjson');
  const [first, second] = [produced(newVin()), produced(newVin())];
  stream.send(`${JSON.stringify(first)}\n`);
  await eventually(async () => (await service.log(`unit-${String(first.data.vin)}`)).length === 1);
  const headers = { 'content-type': 'application/json' };
  const made = await ask(`${service.url}/v1/access/init`, { method: 'POST', headers, body: '{"principal":"user:a"}' });
  expect(made.status).toBe(201);
  stream.end(`${JSON.stringify(second)}\n`);
  expect(said(await stream.answer)).toMatchObject({ status: 401, code: 'no-credentials' });
  await service.close();
});
