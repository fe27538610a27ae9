import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { type Browser, type Page } from 'playwright-core';
import { ask, linesOf } from '../support/ask.js';
import { event } from '../support/events.js';
import {
  expectNoFaults,
  openBrowser,
  openPage,
  seriousFindings,
  wholePage,
  type WatchedPage,
} from './support/browser.js';
import { closedBy } from './support/opened.js';
import { LOADING, startPageService, type PageService } from './support/page-service.js';

jest.setTimeout(240_000);

const grouped = (value: number) => value.toLocaleString('en-GB');

describe('the page with the reference scenario su7-2024', () => {
  let service: PageService;
  let browser: Browser;
  const watched: WatchedPage[] = [];
  const pages = closedBy(afterEach);
  const open = async (hash = '', options = {}): Promise<Page> => {
    const opened = await pages.keep(openPage(browser, `${service.url}/${hash}`, options));
    watched.push(opened);
    return opened.page;
  };

  const { keep } = closedBy(afterAll);
  beforeAll(async () => {
    // The browser first: where there is none, nothing is loaded for it.
    browser = await keep(openBrowser());
    service = await keep(startPageService({ scale: 1 }));
  }, LOADING);
  afterEach(() => expectNoFaults(watched.splice(0)));

  describe('to one who reads on', () => {
    // On one page, as a reader would: each explanation is closed before the next.
    let read: WatchedPage;
    const one = closedBy(afterAll);
    beforeAll(async () => {
      read = await one.keep(openPage(browser, `${service.url}/`));
      await wholePage(read.page);
    });
    afterEach(() => expectNoFaults([read]));

    it('says in plain words what the ledger answers of the milestone', async () => {
      const { page } = read;
      const milestone = await service.get('/v1/milestones/deliveries-100k');
      const { p50, daysAheadP50, asPlanned } = milestone.forecast;
      expect(milestone.value).toBe(40_200);
      expect(await page.locator('.headline').innerText()).toBe(`${grouped(milestone.value)} of 100,000 delivered`);
      const prospect = await page.locator('.prospect').innerText();
      expect(p50).toMatch(/^2024-11-\d\d$/);
      expect(asPlanned.p50).toMatch(/^2024-11-0\d$/);
      expect(prospect).toContain(
        `: most likely ${Number(p50.slice(8))} November, ${daysAheadP50} days early, if the expansion goes as planned.`,
      );
      expect(prospect).toMatch(/^(Yes|Probably): .* Without it: \d+ January 2025, \d+ days late\.$/);
      expect(await page.locator('.details').innerText()).toMatch(
        /75\u00A0% likely between \d+ October and \d+ December/,
      );
    });

    it('shows July, the line, the line stop and the network as the ledger answers them', async () => {
      const { page } = read;
      const { rows } = await service.get('/v1/monthly-totals?from=2024-07&to=2024-07');
      const month = await page.locator('#running-month').innerText();
      expect(month).toContain(`${grouped(rows[0].delivered)} of 10,000 delivered`);
      expect(month).toContain(`${grouped(rows[0].produced)} of 11,000 produced`);
      expect(month).toContain('97\u00A0%');
      expect(await page.locator('#lines').innerText()).toContain('running since 17 July, 10:00');
      const stops = await service.get('/v1/downtime?from=2024-07&to=2024-07');
      expect(stops.rows[0]).toMatchObject({ minutes: 1440, lostUnitsEstimate: 384 });
      expect(await page.locator('#days').innerText()).toContain(
        '24 h in 1 line stop, about 384 vehicles lost (estimate)',
      );
      const network = await service.get('/v1/network');
      const progress = await page.locator('.progresses').innerText();
      for (const [kind, target] of [
        ['sales', 220],
        ['service', 135],
        ['delivery', 53],
        ['cities', 59],
      ] as const)
        expect(progress).toContain(`${network[kind]} of ${target}`);
      await page.locator('.cities summary').click();
      expect(await page.locator('.cities tbody tr').count()).toBe(network.perCity.length);
      expect(await page.locator('#completeness').innerText()).toContain('Up to 28 July, 23:57');
    });

    it('has a table, a CSV and an SVG of every chart', async () => {
      const { page } = read;
      for (const name of ['burn-up', 'months', 'days', 'reasons']) {
        const chart = page.locator(`#chart-${name}`);
        expect([name, await chart.locator('svg').count()]).toEqual([name, 1]);
        expect(await chart.getAttribute('aria-label')).toMatch(/\w{4}/);
        const frame = page.locator('figure', { has: chart });
        await frame.locator('summary').click();
        await frame.locator('tbody tr').first().waitFor();
        const [csv] = await Promise.all([page.waitForEvent('download'), frame.locator('[data-download=csv]').click()]);
        const lines = readFileSync(await csv.path(), 'utf8')
          .trim()
          .split('\r\n');
        expect(lines.length).toBe(1 + (await frame.locator('tbody tr').count()));
        const [svg] = await Promise.all([page.waitForEvent('download'), frame.locator('[data-download=svg]').click()]);
        expect(readFileSync(await svg.path(), 'utf8')).toMatch(/^<svg [\s\S]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
      }
      const days = page
        .locator('figure', { has: page.locator('#chart-days') })
        .locator('tbody tr', { hasText: '2024-07-16' });
      expect((await days.innerText()).split(/\s+/).slice(3)).toEqual(['840', '224']);
    });

    it.each([
      ['the milestone', '.headline a', '40,200'],
      ['the line', '#lines a.figure', 'Line commissioned'],
      ['the line stop', '#days .facts a.figure', 'conveyor drive fault'],
      ['the stock', '#days .facts a[href*="show=stock"]', 'the sum of the above'],
      ['days of stock', '#running-month a[href*="show=stock"]', 'the sum of the above'],
      ['the room for line stops', '#running-month a[href*="show=stops"]', 'conveyor drive fault'],
      ['outlets', '.progress a >> nth=0', 'sales-beijing-1'],
      ['a target', '#running-month a.plain >> nth=0', 'Monthly target set'],
      ['how the milestone was set', '.plan a', 'Milestone defined'],
    ])('explains %s', async (_what, selector, text) => {
      const { page } = read;
      await page.locator(selector).first().click();
      await page.locator('dialog[open]').waitFor();
      expect(await page.locator('dialog').innerText()).toContain(text);
      await page.keyboard.press('Escape');
      await page.locator('dialog').waitFor({ state: 'hidden' });
      await page.waitForURL(({ hash }) => !hash.includes('show='));
    });
  });

  it('paints its first figures from one round of questions, before the charts’ library is asked for', async () => {
    const page = await open();
    await wholePage(page);
    const firstFigures = () => page.evaluate<number>(`performance.getEntriesByName('figures')[0].startTime`);
    // The page promises a second; how long it takes here is the machine's affair, so it is only said.
    console.log(`First figures after ${Math.round(await firstFigures())} ms.`);
    // Else the first may be answered before the last is asked.
    await page.route(/\/v1\/(?!live)/, async (route) => {
      await delay(300);
      await route.continue().catch(() => undefined);
    });
    await page.reload();
    await wholePage(page);
    const figures = await firstFigures();
    const asked = await page.evaluate<{ path: string; from: number; to: number }[]>(
      `performance.getEntriesByType('resource').map(({ name, startTime, responseEnd }) =>
        ({ path: new URL(name).pathname, from: startTime, to: responseEnd }))`,
    );
    const before = asked.filter(({ path, to }) => path.startsWith('/v1/') && to < figures);
    expect(before.length).toBeGreaterThan(0);
    const firstAnswer = Math.min(...before.map(({ to }) => to));
    expect(before.filter(({ from }) => from > firstAnswer)).toEqual([]);
    expect(asked.find(({ path }) => path.includes('/draw-'))?.from).toBeGreaterThan(figures);
  });

  it('switches between milestones, and a link keeps the choice', async () => {
    const page = await open();
    await wholePage(page);
    await page.locator('.switch a', { hasText: '59 cities' }).click();
    await page.locator('.headline', { hasText: '30 of 59' }).waitFor();
    expect(page.url()).toContain('milestone=cities-59');
    const again = await open(`#${new URL(page.url()).hash.slice(1)}`);
    expect(await again.locator('.headline').innerText()).toBe('30 of 59 cities with an outlet or center');
  });

  it('takes a figure apart down to one event of one vehicle', async () => {
    const page = await open();
    await page.locator('#running-month a.figure', { hasText: '9,700' }).click();
    const dialog = page.locator('dialog');
    await dialog.locator('.sum', { hasText: '9,700' }).waitFor();
    expect(await dialog.locator('tbody tr').count()).toBe(100);
    await dialog.locator('button', { hasText: 'Show more' }).click();
    await dialog.locator('tbody tr').nth(199).waitFor();
    const vin = await dialog.locator('tbody th').first().innerText();
    await dialog.locator('tbody th a').first().click();
    await dialog.locator('h2', { hasText: vin }).waitFor();
    const { history } = await service.get(`/v1/units/${vin}`);
    expect(await dialog.locator('.events li').count()).toBe(history.length);
    const delivery = history.find(({ type }: { type: string }) => type === 'UnitDelivered');
    expect(await dialog.locator('.events').innerText()).toContain(delivery.eventId);
    await dialog.locator('[aria-label="Close the explanation"]').click();
    await dialog.waitFor({ state: 'hidden' });
    await page.waitForURL(({ hash }) => !hash.includes('show='));
  });

  it('goes back to any moment as a whole, says so, and comes back', async () => {
    const page = await open();
    await page.locator('#as-of').fill('100000');
    await page.locator('#as-of').press('Enter');
    await page.locator('#past').waitFor();
    // All was recorded after the demo's clock, so the page asks at the time of the event that was the last one then.
    const [last] = linesOf(await ask(`${service.url}/v1/log?after=99999&limit=1`));
    const at = new Date(Date.parse(last.metadata.occurredAt) + 1).toISOString();
    const then = await service.get(`/v1/milestones/deliveries-100k?asOf=100000&at=${at}`);
    await page.locator('.headline', { hasText: grouped(then.value) }).waitFor();
    expect(then.value).toBeLessThan(40_200);
    const { rows } = await service.get(`/v1/monthly-totals?asOf=100000&at=${at}`);
    const months = await page.locator('table.months').innerText();
    for (const row of rows) expect(months).toContain(grouped(row.produced));
    expect(await page.locator('footer').innerText()).toContain('Position 100000, as known then');
    await page.locator('.headline a').click();
    await page.locator('dialog .sum', { hasText: grouped(then.value) }).waitFor();
    await page.keyboard.press('Escape');
    await page.locator('#past a').click();
    await page.locator('.headline', { hasText: '40,200' }).waitFor();
    expect(await page.locator('#past').count()).toBe(0);
  });

  it('asks again for a moment that is none', async () => {
    const page = await open();
    await page.locator('#as-of').fill('2024-07-01');
    await page.locator('#as-of').press('Enter');
    expect(await page.evaluate(`document.getElementById('as-of').validationMessage`)).toMatch(
      /a time such as \d{4}-\d\d-\d\d \d\d:\d\d/,
    );
    expect(page.url()).not.toContain('asOf');
  });

  it('can be used with the keyboard alone', async () => {
    const page = await open();
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('To the answer');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('40,200 of 100,000 delivered');
    await page.keyboard.press('Enter');
    await page.locator('dialog[open]').waitFor();
    expect(await page.evaluate('document.activeElement.closest("dialog") !== null')).toBe(true);
    await page.keyboard.press('Escape');
    await page.locator('dialog').waitFor({ state: 'hidden' });
    expect(await page.evaluate('document.activeElement.textContent')).toBe('40,200 of 100,000 delivered');
  });

  it('has one column and nothing to the side from 360 pixels on', async () => {
    const page = await open('', { viewport: { width: 360, height: 780 } });
    await wholePage(page);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    const lefts = await page.evaluate<number[]>(
      `[...document.querySelectorAll('.card, .chart-frame, .progress')].map((part) => Math.round(part.getBoundingClientRect().left))`,
    );
    expect(new Set(lefts.filter((left) => left > 20)).size).toBe(0);
  });

  it.each(['light', 'dark'] as const)(
    'has nothing that an accessibility checker finds serious, in %s',
    async (colorScheme) => {
      const page = await open('', { colorScheme });
      await wholePage(page);
      const summaries = await page.locator('summary').all();
      for (const summary of summaries) await summary.click();
      expect(await seriousFindings(page)).toEqual([]);
      // The tables have been looked at, and are thousands of cells.
      for (const summary of summaries) await summary.click();
      await page.locator('.headline a').click();
      await page.locator('dialog[open] tbody tr').first().waitFor();
      expect(await seriousFindings(page)).toEqual([]);
    },
  );

  it('prints with its position, time and zone, and without what paper cannot do', async () => {
    const page = await open();
    await wholePage(page);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('footer').innerText()).toMatch(
      /Position \d+ · asked 29 July 2024, 12:00 · times in Asia\/Shanghai/,
    );
    for (const selector of ['.as-known', '.switch', '.under-chart', '.live'])
      expect([selector, await page.locator(selector).first().isVisible()]).toEqual([selector, false]);
    // From a wide window, what is not drawn anew in time must not make the paper wider.
    expect(await page.evaluate('getComputedStyle(document.getElementById("chart-burn-up")).overflow')).toBe('hidden');
    expect((await page.pdf({ format: 'A4' })).length).toBeGreaterThan(10_000);
  });

  it('is served under a strict policy, its assets for ever', async () => {
    const { headers, body } = await ask(`${service.url}/`, { headers: { accept: 'text/html' } });
    expect(headers['content-security-policy']).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    expect(headers).toMatchObject({
      'cache-control': 'no-cache',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    });
    const [script = ''] = /\/assets\/[^"]+\.js/.exec(body) ?? [];
    const asset = await ask(service.url + script, { headers: { 'accept-encoding': 'br' } });
    expect(asset.headers).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-encoding': 'br',
    });
    const plain = await ask(`${service.url}/`, { headers: { accept: 'text/plain' } });
    expect(plain.headers['content-type']).toContain('text/plain');
    expect((await ask(`${service.url}/`)).headers['content-type']).toContain('text/html');
    expect((await ask(`${service.url}/assets/none.js`)).status).toBe(404);
  });

  it('shows what is posted, by itself', async () => {
    const page = await open();
    await wholePage(page);
    await page.locator('#live[data-connection=live]').waitFor();
    const data = { vin: 'LXXDEM003RA000000', model: 'SU7', plant: 'bj-1', line: 'L1' };
    await service.send(event('UnitProduced', data, { time: '2024-07-29T03:30:00Z' }));
    await page.locator('#running-month a.figure', { hasText: '10,151' }).waitFor();
  });
});
