import { recount } from '../scenarios/recount.js';
import type { Recount } from '../scenarios/recount.types.js';
import { askedAt, threePlantsHistory } from '../scenarios/three-plants.js';
import { said } from '../support/ask.js';
import { describeOnEachEngine } from '../support/engines.js';
import { eventIdFor } from '../support/events.js';
import { startTestService, type TestService } from '../support/service.js';

const MOMENTS = 12;

describeOnEachEngine('three plants, told event by event', (engine) => {
  const { messages, history } = threePlantsHistory(21);
  /** After a message: the last event of the log then, and how much of the history had taken effect. */
  const moments: { readonly position: string; readonly step: number }[] = [];
  let service: TestService;

  beforeAll(async () => {
    service = await startTestService({ engine, clock: askedAt });
    let step = -1;
    for (const [index, { event, effects }] of messages.entries()) {
      const answer = await service.send[index % 2 ? 'binary' : 'structured']({ ...event });
      step += effects.length;
      // One effect, one event: its position is the end of the log.
      const isMoment = index % Math.floor(messages.length / MOMENTS) < 20 && effects.length === 1;
      if (isMoment && answer.status === 201) moments.push({ position: said(answer).position, step });
    }
  });
  afterAll(() => service.close());

  it('every figure as of an earlier position is what was known then', async () => {
    const every = Math.ceil(moments.length / MOMENTS);
    const chosen = moments.filter((_, index) => index % every === 0);
    expect(chosen.length).toBeGreaterThan(MOMENTS / 2);
    for (const { position, step } of chosen) {
      const then: Recount = recount(history, askedAt, step);
      const read = (path: string) => service.read(`${path}${path.includes('?') ? '&' : '?'}asOf=${position}`);
      const monthly = await read('/v1/monthly-totals?groupBy=plant,model');
      const rows = monthly.rows.map(({ targets: _, ...row }: { targets: unknown }) => row);
      expect(monthly.position).toBe(position);
      expect(rows.filter(isSomething)).toEqual(then.monthlyTotals);
      expect((await read('/v1/daily-totals?groupBy=plant,model')).rows).toEqual(then.dailyTotals);
      const stock = await read('/v1/stock?groupBy=plant,model');
      expect(
        stock.rows.filter(
          ({ stock, hold, transit, delivered, scrapped }: Recount['stock'][number]) =>
            stock + hold + transit + delivered + scrapped > 0,
        ),
      ).toEqual(then.stock);
      expect(stock.balanced).toBe(true);
      const { position: _, at: _at, ...network } = await read('/v1/network');
      expect(network).toEqual(then.network);
      const { milestones } = await read('/v1/milestones');
      expect(milestones.map(valueOf)).toEqual(then.milestones.map(valueOf));
    }
  });

  it('milestones name the very event that first reached them', async () => {
    const { milestones } = await service.read('/v1/milestones');
    const named = milestones.map(({ id, firstReached }: { id: string; firstReached: { eventId: string } | null }) => [
      id,
      firstReached?.eventId ?? null,
    ]);
    expect(named).toEqual(
      recount(history, askedAt).milestones.map(({ id, firstReached }) => [
        id,
        firstReached && eventIdFor(firstReached),
      ]),
    );
  });
});

function isSomething(row: Recount['monthlyTotals'][number]): boolean {
  return row.produced + row.delivered + row.returned + row.scrapped > 0;
}

function valueOf({ id, target, due, value, remaining }: Recount['milestones'][number]): object {
  return { id, target, due, value, remaining };
}
