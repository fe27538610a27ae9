import { type Browser } from 'playwright-core';
import { ask, said } from '../support/ask.js';
import { event, newVin } from '../support/events.js';
import { openBrowser, openPage, processorTime, wholePage } from './support/browser.js';
import { closedBy } from './support/opened.js';
import { startPageService, type PageService } from './support/page-service.js';

jest.setTimeout(240_000);

const DAY = 86_400_000;
const FIRST = Date.UTC(2021, 6, 28, 1);
const DAYS = 3 * 365;

/** A vehicle or two a day for three years, and the plan they count towards. */
function threeYears(): object[] {
  const target = { milestone: 'm-1', title: '3,000 vehicles', metric: 'delivered', target: 3_000, due: '2025-12-31' };
  const events = [
    event('PlantRegistered', { plant: 'p-1', name: 'Plant', timeZone: 'UTC', vinCheckDigit: 'ignore' }),
    event('LineCommissioned', { plant: 'p-1', line: 'l-1', unitsPerHour: 1 }),
    event('SiteOpened', { site: 's-1', kind: 'delivery', city: 'Beijing' }),
    event('MilestoneDefined', target),
  ].map((each) => ({ ...each, time: new Date(FIRST - DAY).toISOString() }));
  for (let day = 0; day < DAYS; day += 1)
    for (let unit = 0; unit <= day % 2; unit += 1) {
      const [vin, time] = [newVin(), FIRST + day * DAY + unit * 3_600_000];
      const data = { vin, model: 'SU7', plant: 'p-1', line: 'l-1' };
      events.push(event('UnitProduced', data, { time: new Date(time).toISOString() }));
      events.push(event('UnitDelivered', { vin, site: 's-1' }, { time: new Date(time + 60_000).toISOString() }));
    }
  return events;
}

const STEPS = 59;

/** Moves the pointer over a chart in many steps, each of which is painted. */
const POINTING = `(async () => {
  const drawing = document.querySelector('#chart-burn-up svg').parentElement;
  const { left, top, width, height } = drawing.getBoundingClientRect();
  const painted = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  for (let step = 1; step <= ${STEPS}; step += 1) {
    const at = { bubbles: true, clientX: left + (width * step) / ${STEPS + 1}, clientY: top + height / 2 };
    drawing.dispatchEvent(new MouseEvent('mousemove', at));
    await painted();
  }
})()`;

describe('the page with three years of days', () => {
  let service: PageService;
  let browser: Browser;

  const { keep } = closedBy(afterAll);
  beforeAll(async () => {
    browser = await keep(openBrowser());
    service = await keep(startPageService());
    const body = threeYears()
      .map((each) => `${JSON.stringify(each)}\n`)
      .join('');
    const headers = { 'content-type': 'application/x-ndjson' };
    const answer = await ask(`${service.url}/v1/events`, { method: 'POST', headers, body });
    const { position } = said({ ...answer, body: answer.body.trim().split('\n').at(-1) ?? '' });
    expect(await service.get(`/v1/daily-totals?minPosition=${position}`)).toHaveProperty('rows.length', DAYS);
  });

  it('is drawn and followed with the pointer without a stutter', async () => {
    const { page, complaints } = await keep(openPage(browser, service.url));
    const worked = await processorTime(page);
    await page.reload();
    await wholePage(page);
    const drawn = await worked();
    await page.evaluate(POINTING);
    const step = ((await worked()) - drawn) / STEPS;
    console.log(
      `${DAYS} days: ${Math.round(drawn)} ms of processor for the whole page, ${Math.round(step)} ms for a step of the pointer.`,
    );
    await page.locator('.tooltip', { hasText: /\d{4}/ }).waitFor();
    expect(drawn).toBeLessThan(3_000);
    expect(step).toBeLessThan(100);
    await page
      .locator('figure', { has: page.locator('#chart-burn-up') })
      .locator('summary')
      .click();
    await page.locator('#milestones tbody tr').nth(DAYS).waitFor();
    expect(complaints).toEqual([]);
  });
});
