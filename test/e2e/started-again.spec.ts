import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommandGateway } from '@plant-ledger/ledger';
import { said } from '../support/ask.js';
import { delivered, ERP, event, newVin, places, produced, siteOpened, type TestEvent } from '../support/events.js';
import { eventually } from '../support/eventually.js';
import { startTestService, type TestService } from '../support/service.js';

/** What is sent, each with whether its source asks for a new decision. */
type Reporting = readonly (TestEvent | { readonly retried: TestEvent })[];

const day = (number: number, hour = 8) =>
  `2024-07-${String(number).padStart(2, '0')}T${hour < 10 ? '0' : ''}${hour}:00:00.000Z`;
const returned = (vin: string, time: string) => event('UnitReturned', { vin, site: 'd-1', reason: 'paint' }, { time });
const released = (vin: string, time: string) => event('UnitReleased', { vin, reason: 'paint' }, { time });
const onLine = { plant: 'bj-1', line: 'L1' };

/** A vehicle delivered, delivered by another site as the other system has it (refused), and returned. */
function refusedThenPossible(vin: string): TestEvent[] {
  return [
    produced(vin, { time: day(1) }),
    delivered(vin, { time: day(2) }),
    delivered(vin, { time: day(2, 10), source: ERP }, 'd-2'),
    returned(vin, day(3)),
  ];
}

const REPORTINGS: Readonly<Record<string, () => Reporting>> = {
  'two parked deliveries, of which the second was refused'() {
    const vin = newVin();
    const [first, ...parked] = [
      produced(vin, { time: day(1) }),
      delivered(vin, { time: day(2) }),
      delivered(vin, { time: day(2, 10), source: ERP }, 'd-2'),
    ];
    return [...parked, first, returned(vin, day(3))];
  },
  'a refusal before anything of its vehicle waited'() {
    const vin = newVin();
    const shipped = event('UnitShipped', { vin, site: `late-${vin}` }, { time: day(4) });
    return [...refusedThenPossible(vin), shipped, siteOpened(`late-${vin}`, { time: day(1) })];
  },
  'a refusal before a void waited for its event'() {
    const vin = newVin();
    const held = event('UnitHeld', { vin, reason: 'paint' }, { time: day(4) });
    const voided = event('UnitEventVoided', { vin, voids: { source: held.source, id: held.id }, reason: 'wrong' });
    return [...refusedThenPossible(vin), { ...voided, time: day(5) }, held];
  },
  'a refusal before another event was decided anew on purpose'() {
    const vin = newVin();
    const release = released(vin, day(5));
    const hold = event('UnitHeld', { vin, reason: 'paint' }, { time: day(4) });
    return [...refusedThenPossible(vin), release, hold, { retried: release }];
  },
  'a resumption of a running line, and another that was decided anew on purpose'() {
    const halted = (halt: string, time: string) =>
      event('LineHalted', { ...onLine, halt, reason: halt, planned: false }, { time });
    const resumed = (time: string, halt?: string) =>
      event('LineResumed', { ...onLine, ...(halt && { halt }) }, { time });
    const second = resumed(day(6), 'B');
    return [resumed(day(4)), halted('A', day(3)), second, halted('B', day(5)), { retried: second }];
  },
};

describe('a service that is started again', () => {
  let folder: string;
  beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'plant-ledger-again-'))));
  afterAll(() => rm(folder, { recursive: true }));

  const sweeps = jest.spyOn(CommandGateway.prototype, 'sweep');
  afterAll(() => sweeps.mockRestore());
  /** Once a service that has just started has decided anew what it is going to decide anew. */
  const swept = async () => {
    await eventually(() => sweeps.mock.contexts.length > 0, 30_000);
    await (sweeps.mock.contexts.at(-1) as CommandGateway).idle();
  };

  const start = (name: string) => startTestService({ ledger: join(folder, name) });
  const send = async ({ send: to, post }: TestService, one: Reporting[number]) =>
    'retried' in one ? said(await post('/v1/events?retry=true', one.retried)) : said(await to.structured(one));
  const figures = async ({ read, get }: TestService) => ({
    totals: (await read('/v1/monthly-totals')).rows,
    downtime: (await read('/v1/downtime')).rows,
    sources: (await read('/v1/sources')).sources,
    quarantine: (await read('/v1/quarantine')).entries,
    head: said(await get('/v1/status')).head,
  });

  it.each(Object.keys(REPORTINGS))('takes in and appends nothing of what was refused for good: %s', async (name) => {
    const reporting = [...places(), ...(REPORTINGS[name]?.() ?? [])];
    const file = name.replaceAll(/\W/g, '-');
    let service = await start(file);
    for (const one of reporting) await send(service, one);
    const before = await figures(service);
    expect(before.quarantine.some(({ state }: { state: string }) => state === 'rejected')).toBe(true);
    for (let turn = 0; turn < 2; turn += 1) {
      await service.close();
      sweeps.mockClear();
      service = await start(file);
      await swept();
      expect(await figures(service)).toEqual(before);
    }
    for (const one of reporting) if (!('retried' in one)) await send(service, one);
    expect((await figures(service)).head).toBe(before.head);
    await service.close();
  });
});
