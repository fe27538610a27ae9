import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { finish, milestoneForecast, monthEndsInSteps } from '@plant-ledger/domain';
import { forecastThread } from '../../libs/read-model/src/forecasts/forecast-thread.js';
import { createForecasts } from '../../libs/read-model/src/milestones/milestone-forecasts.js';

/** As built: beside the sources there is no thread to start. */
const ENTRY = join(process.cwd(), 'dist/libs/read-model/src/forecasts/forecast.worker.js');

const AT = '2024-07-29';
const days = Array.from({ length: 400 }, (_, day) => ({
  date: new Date(Date.parse(AT) + (day - 400) * 86_400_000).toISOString().slice(0, 10),
  plant: 'bj-1',
  count: 300 + ((day * 37) % 23),
}));
const value = days.reduce((sum, { count }) => sum + count, 0);
const question = (milestone: string) => ({
  milestone,
  target: value + 30_000,
  due: '2024-12-31',
  value,
  days,
  capacity: [],
  at: AT,
});
const here = new AbortController().signal;

describe('the thread of the forecasts', () => {
  it('is built', () => expect(existsSync(ENTRY)).toBe(true));

  it('answers as the thread that asks would, to the byte', async () => {
    const work = forecastThread(ENTRY, 50);
    const asked = question('one');
    const made = await work('milestone', asked, here);
    expect(JSON.stringify(made)).toBe(JSON.stringify(finish(milestoneForecast(asked))));
    const month = { ...asked, month: '2024-07', countedSoFar: 8_000, seed: 'm' };
    expect(await work('month', month, here)).toEqual(finish(monthEndsInSteps(month)));
  });

  it('works a question out once, however many ask, and for nobody once all have gone', async () => {
    const asked: string[] = [];
    const thread = forecastThread(ENTRY, 50);
    const forecasts = createForecasts(undefined, (kind, of, gone) => {
      asked.push('milestone' in of ? of.milestone : of.seed);
      return thread(kind, of, gone);
    });
    const twenty = await Promise.all(Array.from({ length: 20 }, () => forecasts(question('shared') as never)));
    expect([asked, new Set(twenty).size]).toEqual([['shared'], 1]);

    const leaving = new AbortController();
    const left = forecasts(question('left'), leaving.signal);
    leaving.abort(new Error('gone'));
    await expect(left).rejects.toMatchObject({ name: 'AbortError' });
    expect(await forecasts(question('left') as never)).toBeDefined();
    expect(asked).toEqual(['shared', 'left', 'left']);
  });

  it('is started again by the next question after it was idle', async () => {
    const work = forecastThread(ENTRY, 1);
    const first = await work('milestone', question('again'), here);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await work('milestone', question('again'), here)).toEqual(first);
  });
});
