import { type Browser, type Page } from 'playwright-core';
import { event, newVin } from '../support/events.js';
import { openBrowser, openPage, seriousFindings } from './support/browser.js';
import { closedBy } from './support/opened.js';
import { startPageService, type PageService } from './support/page-service.js';

jest.setTimeout(120_000);

const PLACES = [
  event('PlantRegistered', { plant: 'p-1', name: 'Plant', timeZone: 'Asia/Shanghai', vinCheckDigit: 'ignore' }),
  event('LineCommissioned', { plant: 'p-1', line: 'l-1', unitsPerHour: 12 }),
  event('SiteOpened', { site: 's-1', kind: 'delivery', city: 'Beijing', timeZone: 'Asia/Shanghai' }),
];
const produced = (vin = newVin()) => event('UnitProduced', { vin, model: 'SU7', plant: 'p-1', line: 'l-1' });

describe('the page of a ledger that begins', () => {
  let service: PageService;
  let browser: Browser;
  let page: Page;
  let complaints: string[];

  const { keep } = closedBy(afterAll);
  const each = closedBy(afterEach);
  beforeAll(async () => {
    browser = await keep(openBrowser());
  });
  beforeEach(async () => {
    service = await each.keep(startPageService());
    ({ page, complaints } = await each.keep(openPage(browser, service.url)));
  });

  const live = () => page.locator('#live[data-connection=live]').waitFor();
  const vehicles = (number: string) => page.locator('#running-month a.figure', { hasText: number });

  it('shows an empty ledger’s first commands and no zeros, and its first vehicle by itself', async () => {
    expect(await page.locator('.headline').innerText()).toBe('This ledger is empty.');
    expect(await page.locator('main').innerText()).toContain(`curl -s ${service.url}/v1/events`);
    expect((await page.locator('main p').allInnerTexts()).join()).not.toMatch(/\d/);
    expect(await seriousFindings(page)).toEqual([]);
    await live();
    await service.send(...PLACES, produced());
    await vehicles('1').waitFor();
    expect(await page.locator('.headline').innerText()).toBe('No milestone has been defined yet.');
    expect(await page.locator('#lines').innerText()).toContain('l-1, p-1');
    expect(complaints).toEqual([]);
  });

  it('runs the first commands that it shows', async () => {
    const bodies = (await page.locator('pre').allInnerTexts()).map(
      (command) => /-d '([\s\S]*)'$/.exec(command)?.[1] ?? '',
    );
    for (const body of bodies) {
      const events = [JSON.parse(body)].flat().map((each) => ({ ...each, time: '2024-07-02T14:05:00+08:00' }));
      await service.send(...events);
    }
    await vehicles('1').waitFor();
  });

  it('says when it is cut off, and goes on by itself when the service is back', async () => {
    await service.send(...PLACES, produced());
    await vehicles('1').waitFor();
    await live();
    await service.stop();
    await page.locator('#live[data-connection=disconnected]').waitFor();
    expect(await page.locator('#live').innerText()).toContain('disconnected');
    expect(await vehicles('1').isVisible()).toBe(true);
    await service.startAgain();
    await live();
    await service.send(produced());
    await vehicles('2').waitFor();
  });

  it('keeps focus, what is being written and what was opened while it repaints', async () => {
    await service.send(...PLACES, produced());
    await page.locator('#chart-months svg').waitFor();
    await page.locator('#months summary').click();
    await page.locator('#as-of').fill('half a mo');
    await service.send(produced());
    await vehicles('2').waitFor();
    expect(await page.locator('#as-of').inputValue()).toBe('half a mo');
    expect(await page.evaluate('document.activeElement.id')).toBe('as-of');
    expect(await page.locator('#months figure tbody').innerText()).toMatch(/\t2\t/);
  });

  it('lists what waits and what was rejected, and settles it', async () => {
    await service.send(...PLACES);
    const early = newVin();
    const rejected = event('UnitProduced', { vin: 'short', model: 'SU7', plant: 'p-1', line: 'l-1' });
    const delivery = event('UnitDelivered', { vin: early, site: 's-1' });
    await expect(service.send(delivery, rejected)).rejects.toThrow('invalid-vin');
    const entry = (text: string) => page.locator('.entries li', { hasText: text });
    await entry('waiting').waitFor();
    await entry('invalid-vin').waitFor();
    await entry('invalid-vin').locator('button', { hasText: 'Retry' }).click();
    await entry('invalid-vin').locator('output', { hasText: 'rejected' }).waitFor();
    await entry('invalid-vin').locator('button', { hasText: 'Discard' }).click();
    await entry('invalid-vin').locator('output', { hasText: 'Say why' }).waitFor();
    await entry('invalid-vin').locator('input').fill('a test');
    await entry('invalid-vin').locator('button', { hasText: 'Discard' }).click();
    await entry('invalid-vin').waitFor({ state: 'detached' });
    await service.send(produced(early));
    await page.locator('#quarantine p', { hasText: 'None' }).waitFor();
    expect(complaints).toEqual([]);
  });

  it('says what changed since it was opened, with the events behind it', async () => {
    await service.send(...PLACES, produced());
    await vehicles('1').waitFor();
    await page.reload();
    await page.locator('a', { hasText: 'since I opened this page' }).click();
    await page.locator('#changes p', { hasText: 'No figure has changed' }).waitFor();
    await service.send(produced(), produced());
    await page
      .locator('#changes li', { hasText: 'Produced, July 2024, SU7, p-1: 1 → 3' })
      .locator('a')
      .click({ timeout: 30_000 });
    await page.locator('dialog .sum', { hasText: '2' }).waitFor();
    expect(await page.locator('dialog tbody tr').count()).toBe(2);
  });

  it('outlines a month that has changed after it was published, down to what changed it', async () => {
    const inJune = (vin: string) =>
      event('UnitProduced', { vin, model: 'SU7', plant: 'p-1', line: 'l-1' }, { time: '2024-06-10T08:00:00Z' });
    const late = newVin();
    await service.send(...PLACES.map((each) => ({ ...each, time: '2024-05-01T00:00:00Z' })), inJune(newVin()));
    await service.send(event('MonthClosed', { month: '2024-06' }));
    await service.send(inJune(late));
    await page.locator('table.months a', { hasText: 'published as 1 produced' }).click();
    const dialog = page.locator('dialog');
    await dialog.locator('li', { hasText: '1 published, 2 now (+1)' }).locator('a').click();
    await dialog.locator('tbody th a', { hasText: late }).waitFor();
    expect(await dialog.locator('tbody tr').count()).toBe(1);
    expect(complaints).toEqual([]);
  });

  it('asks every few seconds where as many follow the stream as may', async () => {
    const busy = await each.keep(startPageService({ environment: { LEDGER_LIVE_CONNECTIONS: '1' } }));
    const first = await each.keep(openPage(browser, busy.url));
    const second = await each.keep(openPage(browser, busy.url));
    await first.page.locator('#live[data-connection=live]').waitFor();
    await second.page.locator('#live', { hasText: 'every 5 seconds' }).waitFor();
    await busy.send(...PLACES, produced());
    await second.page.locator('#running-month a.figure', { hasText: '1' }).waitFor();
  });
});
