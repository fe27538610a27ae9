import { loadEvents, loadSetup } from '../../apps/simulator/src/index.js';
import { describeOnEachEngine } from '../support/engines.js';
import { eventually } from '../support/eventually.js';
import { openLive, type LiveConnection } from '../support/live.js';
import { startTestService, type TestService } from '../support/service.js';

const UNITS = 2_000;

describeOnEachEngine('who follows the ledger live', (engine) => {
  let service: TestService;
  beforeEach(async () => {
    service = await startTestService({ engine });
  });
  afterEach(() => service.close());

  const positionsOf = ({ reported }: LiveConnection) => reported.map(({ id }) => String(id));
  const logged = async (after = '-1') =>
    (await service.log())
      .map(({ position }) => String(position))
      .filter((position) => BigInt(position) > BigInt(after));

  it('may name any number that is not beyond the log, and is told what comes after it', async () => {
    const all = await logged();
    await service.send.batch(loadSetup());
    const setup = (await logged()).slice(all.length);
    const [first = '', second = ''] = setup;
    const between = (BigInt(second) - 1n).toString();
    const live = await openLive(service.url, { after: between });
    await eventually(() => live.reported.length >= setup.length - 1);
    live.drop();
    expect([BigInt(between) >= BigInt(first), positionsOf(live)]).toEqual([true, setup.slice(1)]);
  });

  it('is told nothing twice and misses nothing while events pour in and connections break', async () => {
    await service.send.batch(loadSetup());
    const from = (await logged()).at(-1) ?? '';
    const log: { end?: string | undefined } = {};
    const pour = (async () => {
      for (let first = 0; first < UNITS; first += 100)
        await service.send.batch([...loadEvents({ units: 100, first, deliver: first % 200 === 0 })]);
      log.end = (await logged()).at(-1);
    })();
    const listen = async (number: number): Promise<string[]> => {
      const seen: string[] = [];
      let last = from;
      for (let round = 0; last !== log.end; round += 1) {
        const live = await openLive(service.url, { after: last, query: number % 2 === 0 ? '' : '?data=true' });
        // A connection that ends before it has been told anything is no progress, which a slow store may need time for.
        await eventually(() => live.reported.length > 0 || last === log.end, 20_000);
        const stay = ((number * 37 + round * 61) % 150) + 5;
        await eventually(() => live.lastId() === log.end && log.end !== undefined, stay).catch(() => undefined);
        live.drop();
        seen.push(...positionsOf(live).map(String));
        last = live.lastId() ?? last;
      }
      return seen;
    };
    const [heard] = await Promise.all([Promise.all(Array.from({ length: 8 }, (_, number) => listen(number))), pour]);
    const expected = await logged(from);
    expect(expected.length).toBeGreaterThan(UNITS);
    for (const seen of heard) expect(seen).toEqual(expected);
  }, 90_000);
});
