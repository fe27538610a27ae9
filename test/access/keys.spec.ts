import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Scope } from '@plant-ledger/domain';
import { linesOf, said, type Answer } from '../support/ask.js';
import { delivered, ERP, event, MES, newVin, places, produced, type TestEvent } from '../support/events.js';
import { startTestService } from '../support/service.js';
import { ledgerWithKeys, type LedgerWithKeys } from './ledger-with-keys.js';

const SCOPE: Partial<Scope> = { sources: [MES], plants: ['bj-1'], amend: true };
const HEADQUARTERS = '//headquarters.example';

let ledger: LedgerWithKeys;
let [mes, planner, auditor, operator] = ['', '', '', ''];
beforeAll(async () => {
  ledger = await ledgerWithKeys();
  mes = await ledger.keyOf('source:mes-bj1', ['source'], SCOPE);
  planner = await ledger.keyOf('user:planner', ['planner']);
  auditor = await ledger.keyOf('user:auditor', ['auditor']);
  operator = await ledger.keyOf('user:operator', ['operator']);
  const registered = await batch(
    planner,
    places().map((place) => ({ ...place, source: HEADQUARTERS })),
  );
  expect(said(registered)).toMatchObject({ rejected: 0 });
});
afterAll(() => ledger.service.close());

const send = (key: string | undefined, one: TestEvent): Promise<Answer> =>
  ledger.ask(key, 'POST', '/v1/events', one, 'application/cloudevents+json');
const batch = (key: string, events: readonly TestEvent[]): Promise<Answer> =>
  ledger.ask(key, 'POST', '/v1/events', events, 'application/cloudevents-batch+json');
const log = async (stream: string) => linesOf(await ledger.ask(auditor, 'GET', `/v1/log?stream=${stream}`));

describe('what a machine reports', () => {
  it('is recorded with the key that delivered it, beside what the source says of who did it', async () => {
    const made = produced(newVin(), {}, 'bj-1');
    expect((await send(mes, { ...made, data: { ...made.data, actor: 'robot 7' } })).status).toBe(201);
    const vin = String(made.data.vin);
    const [recorded] = await log(`unit-${vin}`);
    expect(recorded?.metadata).toMatchObject({ by: `key:${idOf(mes)}`, actor: 'robot 7' });
    const { history } = said(await upToDate(auditor, `/v1/units/${vin}`));
    expect(history[0]).toMatchObject({ by: `key:${idOf(mes)}`, actor: 'robot 7' });
  });

  it('keeps who delivered it where it waits first', async () => {
    const vin = newVin();
    expect((await send(mes, delivered(vin))).status).toBe(202);
    expect((await send(mes, produced(vin))).status).toBe(201);
    const by = (await log(`unit-${vin}`)).map(({ type, metadata }) => [type, metadata.by]);
    expect(by).toEqual([
      ['UnitFactParked', `key:${idOf(mes)}`],
      ['UnitProduced', `key:${idOf(mes)}`],
      ['UnitDelivered', `key:${idOf(mes)}`],
    ]);
  });

  it.each([
    ['of another source', () => produced(newVin(), { source: ERP }), 'which is not one of this key'],
    ['of another plant', () => produced(newVin(), {}, 'bj-2'), 'names the plant "bj-2"'],
    ['that plans', () => event('MonthlyTargetSet', { month: '2024-07' }), 'may not report'],
    ['that closes', () => event('MonthClosed', { month: '2024-06' }), 'no source may report'],
    [
      'that voids what another said',
      () => event('UnitEventVoided', { vin: newVin(), voids: { source: ERP, id: 'x' }, reason: 'r' }),
      'amends an event of',
    ],
    [
      'that voids what may be anybody’s',
      () => event('UnitEventVoided', { vin: newVin(), voids: '4f1a1d8e-3c76-4f0c-9d8e-1c1b5a3c2d10', reason: 'r' }),
      'by its source and id',
    ],
  ])('is refused outside its scope, and not kept: an event %s', async (_what, made, why) => {
    const foreign = made();
    const answer = await send(mes, foreign);
    expect(answer.status).toBe(403);
    expect(said(answer)).toMatchObject({ code: 'not-allowed', detail: expect.stringContaining(why) });
    const kept = said(await upToDate(auditor, '/v1/quarantine?limit=1000'));
    expect(kept.entries.map((entry: { event: TestEvent }) => entry.event.id)).not.toContain(foreign.id);
  });

  it('is refused of a vehicle that was made in another plant, and not kept', async () => {
    const other = await ledger.keyOf('source:mes-bj2', ['source'], {
      sources: ['//bj-2.example/mes'],
      plants: ['bj-2'],
    });
    const vin = newVin();
    expect((await send(mes, produced(vin))).status).toBe(201);
    const foreign = event('UnitHeld', { vin, reason: 'paint' }, { source: '//bj-2.example/mes' });
    for (const query of ['', '?lenient=true', '?dryRun=true']) {
      const path = `/v1/events${query}`;
      const answer = await ledger.ask(other, 'POST', path, foreign, 'application/cloudevents+json');
      expect([answer.status, said(answer).code, said(answer).quarantine]).toEqual([403, 'not-allowed', undefined]);
    }
    const [inBatch] = said(await batch(other, [foreign])).results;
    expect(inBatch).toMatchObject({ result: 'rejected', code: 'not-allowed' });
    expect(await log(`unit-${vin}`)).toHaveLength(1);
    const kept = said(await upToDate(auditor, '/v1/quarantine?limit=1000'));
    expect(kept.entries.map((entry: { event: TestEvent }) => entry.event.id)).not.toContain(foreign.id);
  });

  it('is refused event by event in a batch, a stream and CSV, and the rest is taken', async () => {
    const [own, foreign] = [produced(newVin()), produced(newVin(), { source: ERP })];
    const answered = said(await batch(mes, [own, foreign]));
    expect(answered).toMatchObject({ accepted: 1, rejected: 1 });
    expect(answered.results[1]).toMatchObject({ result: 'rejected', code: 'not-allowed' });

    const lines = [foreign, produced(newVin())].map((one) => `${JSON.stringify(one)}\n`).join('');
    const [refused, summary] = linesOf(await ledger.ask(mes, 'POST', '/v1/events', lines, 'application/x-ndjson'));
    expect(refused).toMatchObject({ index: 0, line: 1, code: 'not-allowed' });
    expect(summary).toMatchObject({ accepted: 1, rejected: 1 });

    const rows = `type,time,source,id,vin,model,plant,line\nUnitProduced,2024-07-20T08:00:00Z,${ERP},csv-1,${newVin()},SU7,bj-1,L1\n`;
    const [row] = linesOf(await ledger.ask(mes, 'POST', '/v1/events', rows, 'text/csv'));
    expect(row).toMatchObject({ row: 2, code: 'not-allowed' });
  });

  it('cannot be said by somebody else under its source, so that nobody takes its ids', async () => {
    const answer = await send(planner, { ...(places()[0] as TestEvent), source: MES });
    expect(answer.status).toBe(403);
    expect(answer.body).toContain('source:mes-bj1 reports');
  });

  it('is all that it sees of sources and of the quarantine', async () => {
    expect(
      (await send(planner, event('MilestoneWithdrawn', { milestone: 'm', reason: 'r' }, { source: HEADQUARTERS })))
        .status,
    ).toBe(202);
    await send(mes, produced(newVin(), {}, 'bj-1', 'unknown-line'));
    const sourcesOf = async (key: string, path: string, list: 'entries' | 'groups' | 'sources') => {
      const answer = said(await upToDate(key, path));
      const rows = answer[list] as { source?: string; event?: { source: string } }[];
      return [...new Set(rows.map(({ source, event: kept }) => source ?? kept?.source))].toSorted();
    };
    for (const [path, list] of [
      ['/v1/quarantine', 'entries'],
      ['/v1/quarantine/groups', 'groups'],
      ['/v1/sources', 'sources'],
    ] as const) {
      expect(await sourcesOf(mes, path, list)).toEqual([MES]);
      expect(await sourcesOf(auditor, path, list)).toEqual([MES, HEADQUARTERS].toSorted());
    }
  });
});

describe('a key', () => {
  it('is refused from the moment it is revoked, in the words of one that never was', async () => {
    const key = await ledger.keyOf('user:leaving', ['viewer']);
    expect((await ledger.ask(key, 'GET', '/v1/stock')).status).toBe(200);
    const { status } = await ledger.ask(ledger.admin, 'POST', `/v1/access/keys/${idOf(key)}/revoke`, {
      reason: 'left the company',
    });
    expect(status).toBe(200);
    const revoked = await ledger.ask(key, 'GET', '/v1/stock');
    const never = await ledger.ask(NEVER_ISSUED, 'GET', '/v1/stock');
    expect(revoked.status).toBe(401);
    expect(said(revoked)).toEqual(said(never));
  });

  it('may stand beside a second one, so that it can be changed without a gap', async () => {
    await ledger.keyOf('user:rotating', ['viewer']);
    const issue = () => ledger.ask(ledger.admin, 'POST', '/v1/access/keys', { principal: 'user:rotating', days: 1 });
    expect((await issue()).status).toBe(201);
    expect(said(await issue())).toMatchObject({ status: 409, code: 'too-many-keys' });
  });

  it('that has a slip in it is told from one that is not known', async () => {
    const slip = `${auditor.slice(0, -1)}${auditor.endsWith('0') ? '1' : '0'}`;
    expect((await ledger.ask(slip, 'GET', '/v1/stock')).body).toContain('a character is wrong');
  });

  it('is not taken from the address, where it would end up in logs', async () => {
    for (const name of ['key', 'access_token', 'authorization'])
      expect((await ledger.ask(undefined, 'GET', `/v1/stock?${name}=${auditor}`)).status).toBe(401);
  });

  it('of an operator settles what waits, and is named by what it settles', async () => {
    const refused = event('UnitProduced', { vin: 'no vin', model: 'SU7', plant: 'bj-1', line: 'L1' });
    const { quarantine } = said(await send(mes, refused));
    expect((await ledger.ask(operator, 'POST', `/v1/quarantine/${quarantine}/retry`, {})).status).toBe(200);
    const discarded = await ledger.ask(operator, 'POST', `/v1/quarantine/${quarantine}/discard`, { reason: 'a test' });
    expect(discarded.status).toBe(200);
    const [kept, settled] = await log(`quarantine-${quarantine}`);
    expect(kept?.data.event.by).toBe(`key:${idOf(mes)}`);
    expect(settled).toMatchObject({ type: 'EventDiscarded', metadata: { by: `key:${idOf(operator)}` } });
  });
});

describe('rights', () => {
  it('are shown with who granted them, and as of a moment before they were', async () => {
    const before = said(await ledger.ask(auditor, 'GET', '/v1/access/rights'));
    await ledger.keyOf('user:late', ['viewer']);
    const now = said(await ledger.ask(auditor, 'GET', '/v1/access/rights'));
    const late = now.grants.find(({ principal }: { principal: string }) => principal === 'user:late');
    expect(late).toMatchObject({ role: 'viewer', inForce: true, by: `key:${idOf(ledger.admin)}` });
    const then = said(await ledger.ask(auditor, 'GET', `/v1/access/rights?asOf=${before.position}`));
    expect(then.grants).toEqual(before.grants);
    expect(JSON.stringify(now)).not.toMatch(/sha256|plk_/);
  });

  it('cannot be taken from the last admin', async () => {
    const { status, body } = await ledger.ask(ledger.admin, 'POST', '/v1/access/revocations', {
      principal: 'user:admin',
      reason: 'r',
    });
    expect([status, JSON.parse(body).code]).toEqual([409, 'last-admin']);
  });

  it('that should be in different hands are named', async () => {
    const granted = await ledger.ask(ledger.admin, 'POST', '/v1/access/grants', {
      principal: 'user:both',
      roles: ['operator', 'controller'],
    });
    expect(said(granted).warnings).toEqual([
      'user:both holds controller and operator, which should be in different hands.',
    ]);
  });

  it('hold after a restart without the read model', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'plant-ledger-keys-'));
    const first = await ledgerWithKeys({ ledger: folder });
    const viewer = await first.keyOf('user:viewer', ['viewer']);
    await first.service.close();
    await rm(join(folder, 'read-model'), { recursive: true });
    const again = await startTestService({ ledger: folder });
    const asked = (headers: Record<string, string>) => fetch(`${again.url}/v1/stock`, { headers });
    expect((await asked({})).status).toBe(401);
    expect((await asked({ authorization: `Bearer ${viewer}` })).status).toBe(200);
    await again.close();
    await rm(folder, { recursive: true });
  });

  it('an event of theirs cannot be sent', async () => {
    const granted = event('AccessGranted', { principal: 'user:me', roles: ['admin'] });
    expect(said(await send(mes, granted))).toMatchObject({ status: 422, code: 'unknown-type' });
  });
});

/** What is asked once the figures have what was recorded. */
async function upToDate(key: string, path: string): Promise<Answer> {
  const { head } = said(await ledger.ask(key, 'GET', '/v1/status'));
  return ledger.ask(key, 'GET', `${path}${path.includes('?') ? '&' : '?'}minPosition=${head}`);
}

function idOf(key: string): string {
  return key.split('_')[1] ?? '';
}

/** Well-formed, and never issued. */
const NEVER_ISSUED = 'plk_00000000_0000000000000000000000000000000000000000000000000000286k384';
