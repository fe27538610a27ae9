import { said } from '../support/ask.js';
import { event, newVin, produced } from '../support/events.js';
import { killProcesses } from '../support/service-process.js';
import type { TestService } from '../support/reach.js';
import { attack, type Target } from './attack.js';
import { BYSTANDER } from './bystander.js';

afterAll(killProcesses);
jest.setTimeout(240_000);

const LONG = 'x'.repeat(99_000);
const MEBIBYTE = 1024 * 1024;
const minute = (number: number) => new Date(Date.parse('2024-03-20T08:00:00Z') + number * 60_000).toISOString();

interface Page {
  readonly body: string;
  readonly items: readonly { readonly position: string }[];
  readonly next: string | null;
}

/** Every page of an answer, none of which may be long. */
async function pagesOf(ask: (after: string) => Promise<Page>): Promise<Page['items'][number][]> {
  const items: Page['items'][number][] = [];
  for (let after: string | null = '0'; after !== null;) {
    const page: Page = await ask(after);
    expect(page.body.length).toBeLessThan(1.5 * MEBIBYTE);
    expect(page.items.length).toBeGreaterThan(0);
    items.push(...page.items);
    after = page.next;
  }
  return items;
}

const caughtUp = (service: TestService) => service.read('/v1/stock');

describe('what was told at length', () => {
  it('is answered in pages: 300 revisions of 99 kB', async () => {
    const report = async ({ service }: Target) => {
      const defined = { milestone: 'm', title: 't', metric: 'produced', target: 1, due: '2025-01-01' };
      await service.send.structured(event('MilestoneDefined', defined, { time: minute(0) }));
      for (let first = 0; first < 300; first += 30) {
        const revisions = Array.from({ length: 30 }, (_, number) =>
          event(
            'MilestoneRevised',
            { milestone: 'm', target: first + number + 2, reason: LONG },
            { time: minute(first + number + 1) },
          ),
        );
        expect(said(await service.send.batch(revisions)).accepted).toBe(30);
      }
      await caughtUp(service);
    };
    const ask = async ({ service }: Target) => {
      const list = await service.get('/v1/milestones');
      expect(list.body.length).toBeLessThan(1.5 * MEBIBYTE);
      expect(JSON.parse(list.body).milestones[0]).toMatchObject({ target: 301, nextRevisions: expect.any(String) });
      const revisions = await pagesOf(async (after) => {
        const { body } = await service.get(`/v1/milestones/m?after=${after}&limit=1000`);
        const { revisions: items, nextRevisions: next } = JSON.parse(body);
        return { body, items, next };
      });
      expect(revisions).toHaveLength(301);
      expect(new Set(revisions.map(({ position }) => position)).size).toBe(301);
    };
    await attack(ask, {}, report);
  });

  it('is answered in pages: 300 events of 99 kB of one vehicle, and as many in quarantine', async () => {
    const vin = newVin();
    const report = async ({ service }: Target) => {
      await service.send.structured(produced(vin, { time: minute(0) }, BYSTANDER.plant, BYSTANDER.line));
      for (let first = 0; first < 300; first += 30) {
        const events = Array.from({ length: 30 }, (_, index) => {
          const number = first + index;
          const type = number % 2 === 0 ? 'UnitHeld' : 'UnitReleased';
          return event(type, { vin, reason: LONG }, { time: minute(number + 1) });
        });
        // Each once more under another id and time before its production is refused, and kept.
        const refused = events.map(({ type, data }) => event(type, data, { time: '2024-01-01T00:00:00Z' }));
        expect(said(await service.send.batch(events)).accepted).toBe(30);
        expect(said(await service.send.batch(refused)).rejected).toBe(30);
      }
      await caughtUp(service);
    };
    const ask = async ({ service }: Target) => {
      const history = await pagesOf(async (after) => {
        const { body } = await service.get(`/v1/units/${vin}?after=${after}`);
        const { history: items, next } = JSON.parse(body);
        return { body, items, next };
      });
      expect(history).toHaveLength(301);
      const kept = await pagesOf(async (after) => {
        const { body } = await service.get(`/v1/quarantine?after=${after}&limit=1000`);
        const { entries, next } = JSON.parse(body);
        return {
          body,
          items: entries.map((one: { firstSeenPosition: string }) => ({ position: one.firstSeenPosition })),
          next,
        };
      });
      expect(kept).toHaveLength(300);
      // All of them, page by page.
      expect(said(await service.post('/v1/quarantine/retry', {}))).toMatchObject({ retried: 300 });
    };
    await attack(ask, {}, report);
  });
});

describe('long reasons', () => {
  const reasonOf = (number: number) => `${String(number).padStart(4, '0')}${LONG}`;
  const [plant, line] = [BYSTANDER.plant, 'M'];
  const at = '2024-03-20T18:00:00.000Z';

  it('of 100 halts that are open on one line are answered in pages, of each question about them', async () => {
    const report = async ({ service }: Target) => {
      const commissioned = { plant, line, unitsPerHour: 1 };
      await service.send.structured(event('LineCommissioned', commissioned, { time: '2024-03-01T00:00:00Z' }));
      for (let first = 0; first < 100; first += 25) {
        const halts = Array.from({ length: 25 }, (_, index) => {
          const [halt, reason] = [`h${first + index}`, reasonOf(first + index)];
          return event('LineHalted', { plant, line, halt, reason, planned: false }, { time: minute(first + index) });
        });
        expect(said(await service.send.batch(halts)).accepted).toBe(25);
      }
      await caughtUp(service);
    };
    const ask = async ({ service }: Target) => {
      // No other line has less room for it.
      const all = await service.get(`/v1/lines?at=${at}`);
      expect(all.body.length).toBeLessThan(1.5 * MEBIBYTE);
      expect(JSON.parse(all.body).lines).toMatchObject([{ line: BYSTANDER.line }, { line, state: 'halted' }]);
      const open = await pagesOf(async (after) => {
        const { body } = await service.get(`/v1/lines?line=${line}&at=${at}&after=${after}`);
        const [{ openHalts, nextOpenHalts: next }] = JSON.parse(body).lines;
        return { body, items: openHalts, next };
      });
      const reasons = (some: readonly unknown[]) => new Set(some.map((one) => (one as { reason: string }).reason)).size;
      expect([open.length, reasons(open)]).toEqual([100, 100]);

      const rows = await pagesOf(async (after) => {
        const { body } = await service.get(`/v1/downtime?line=${line}&groupBy=reason&at=${at}&after=${after}`);
        const { rows: items, next } = JSON.parse(body);
        return { body, items, next };
      });
      expect([rows.length, reasons(rows)]).toEqual([100, 100]);

      // All of them are one stop.
      let [minutes, value] = [0, 0];
      const halts = await pagesOf(async (after) => {
        const { body } = await service.get(`/v1/explain?figure=downtime&line=${line}&at=${at}&after=${after}`);
        const answer = JSON.parse(body);
        expect(answer.stops).toHaveLength(1);
        minutes += answer.stops[0].minutes;
        ({ value } = answer);
        return { body, items: answer.stops[0].halts, next: answer.next };
      });
      expect([halts.length, reasons(halts)]).toEqual([100, 100]);
      expect([minutes, value]).toEqual([10 * 60, 10 * 60]);
    };
    await attack(ask, {}, report);
  });

  it('of 60 closings of a month are answered in pages', async () => {
    const report = async ({ service }: Target) => {
      for (let number = 0; number < 60; number += 1) {
        const type = number % 2 === 0 ? 'MonthClosed' : 'MonthReopened';
        const data = { month: '2024-02', reason: reasonOf(number) };
        expect((await service.send.structured(event(type, data, { time: minute(number) }))).status).toBe(201);
      }
      await caughtUp(service);
    };
    const ask = async ({ service }: Target) => {
      const entries = await pagesOf(async (after) => {
        const { body } = await service.get(`/v1/months/2024-02?after=${after}`);
        const { state, history: items, nextHistory: next } = JSON.parse(body);
        expect(state).toBe('reopened');
        return { body, items, next };
      });
      expect(entries).toHaveLength(60);
    };
    await attack(ask, {}, report);
  });
});

describe('what has changed over years', () => {
  const lines = Array.from({ length: 900 }, (_, number) => `M${number}`);

  it('is worked out while others are answered: 900 halts open for ten years, on as many lines and on one', async () => {
    const place = (line: string) => ({ plant: BYSTANDER.plant, line });
    const halted = (line: string, number: number) =>
      event('LineHalted', { ...place(line), reason: `r${number % 7}`, planned: false }, { time: minute(number) });
    await attack(
      async ({ service }) => {
        const until = new Date(Date.parse('2024-07-29T12:00:00Z') + 3_600 * 24 * 365 * 10 * 1_000).toISOString();
        const changed = await service.get(`/v1/changes?since=1&at=${until}&limit=1000`);
        expect(changed.status).toBe(200);
        // More lines and months than go into one call's arguments.
        expect(JSON.parse(changed.body).count).toBeGreaterThan(900 * 12 * 10);
        const rows = await service.get(`/v1/downtime?groupBy=month,plant,reason&at=${until}`);
        expect(JSON.parse(rows.body).rows.length).toBeGreaterThan(12 * 10 * 7);
        expect((await service.get('/v1/changes?since=1&at=2199-12-31T00:00:00Z')).status).toBe(400);
      },
      { LEDGER_CLOCK: '2024-07-29T12:00:00Z' },
      async ({ service }) => {
        const commissioned = lines.map((line) =>
          event('LineCommissioned', { ...place(line), unitsPerHour: 1 }, { time: '2024-03-01T00:00:00Z' }),
        );
        const halts = [...lines.map(halted), ...lines.map((_, number) => halted(BYSTANDER.line, number))];
        for (const events of [commissioned, halts.slice(0, 900), halts.slice(900)])
          expect(said(await service.send.batch(events)).accepted).toBe(900);
        await caughtUp(service);
      },
    );
  });
});
