import { type Browser, type Page } from 'playwright-core';
import { event, newVin } from '../support/events.js';
import { openBrowser, openPage, wholePage } from './support/browser.js';
import { closedBy } from './support/opened.js';
import { startPageService, type PageService } from './support/page-service.js';

jest.setTimeout(120_000);

const AT = '2024-07-20T02:00:00Z';
const REASON = 'robot 17 of the body shop waits for its gripper to be calibrated again';
const at = (each: object, time: string) => ({ ...each, time });
const plant = (name: string, made: number) => [
  at(
    event('PlantRegistered', { plant: name, name, timeZone: 'Asia/Shanghai', vinCheckDigit: 'ignore' }),
    '2024-01-01T00:00:00Z',
  ),
  at(event('LineCommissioned', { plant: name, line: 'l-1', unitsPerHour: 12 }), '2024-01-01T00:00:00Z'),
  ...Array.from({ length: made }, () =>
    at(event('UnitProduced', { vin: newVin(), model: 'SU7', plant: name, line: 'l-1' }), AT),
  ),
];
const target = (value: number, scope: object = {}) =>
  at(
    event('MonthlyTargetSet', { month: '2024-07', metric: 'produced', target: value, ...scope }),
    '2024-06-01T00:00:00Z',
  );

describe('the page of a ledger with two plants', () => {
  let service: PageService;
  let browser: Browser;
  let page: Page;
  let complaints: readonly string[] = [];
  const pages = closedBy(afterEach);

  const { keep } = closedBy(afterAll);
  beforeAll(async () => {
    browser = await keep(openBrowser());
    service = await keep(startPageService());
    await service.send(...plant('bj-1', 6), ...plant('my-plant', 4));
    await service.send(target(8, { plant: 'bj-1' }), target(12, { plant: 'my-plant' }), target(40));
    const halt = { halt: 'h-1', plant: 'bj-1', line: 'l-1' };
    await service.send(at(event('LineHalted', { ...halt, reason: REASON, planned: false }), '2024-07-10T02:00:00Z'));
    await service.send(at(event('LineResumed', halt), '2024-07-10T02:05:00Z'));
  });
  beforeEach(async () => {
    ({ page, complaints } = await pages.keep(
      openPage(browser, service.url, { viewport: { width: 360, height: 780 } }),
    ));
    await wholePage(page);
  });
  afterEach(() => expect(complaints).toEqual([]));

  it('holds the month against the target of all plants', async () => {
    expect(await page.locator('table.months tbody tr').first().innerText()).toMatch(/10\s+25\u00A0%/);
    await page.locator('#months figure summary').click();
    const reported = await page.locator('#months figure tbody tr').first().innerText();
    expect(reported.split(/\t/).slice(1, 4)).toEqual(['10', '40', '25.0 %']);
  });

  it('draws the month up to its target, though it is far', async () => {
    const labels = await page.locator('#chart-months text').allTextContents();
    expect(Math.max(...labels.map(Number).filter((value) => !Number.isNaN(value)))).toBeGreaterThanOrEqual(40);
  });

  it('says which number is delivered where no target is set', async () => {
    const said = await page.locator('#running-month').innerText();
    expect(said).toMatch(/0 delivered\s+no target is set/);
  });

  it('shows deliveries without scrolling at 360 pixels', async () => {
    const { right } = await page.evaluate<{ right: number }>(
      `document.querySelector('table.months tbody td').getBoundingClientRect().toJSON()`,
    );
    expect(await page.locator('table.months thead th').nth(1).innerText()).toBe('Delivered');
    expect(right).toBeLessThan(360);
  });

  it('cuts a long reason, with its whole words behind it, and shows a stop of minutes', async () => {
    await page.locator('#chart-reasons text title').waitFor({ state: 'attached' });
    expect(await page.locator('#chart-reasons text title').textContent()).toBe(REASON);
    expect(await page.locator('#days').innerText()).toContain('5 min in 1 line stop, about 1 vehicle lost');
  });

  it('calls what a dialog explains by its name', async () => {
    await page.locator('#lines a.figure').first().click();
    await page.locator('dialog h2', { hasText: 'Events of line l-1, bj-1' }).waitFor();
    expect(await page.locator('dialog').innerText()).toContain('Line stopped');
  });
});
