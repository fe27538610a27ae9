import { type Browser, type Page } from 'playwright-core';
import { openBrowser, openPage, wholePage } from './support/browser.js';
import { closedBy } from './support/opened.js';
import { startPageService, type PageService } from './support/page-service.js';

jest.setTimeout(120_000);

describe('the page of a ledger whose clock stands before anything was recorded', () => {
  let service: PageService;
  let browser: Browser;
  let page: Page;
  let complaints: readonly string[] = [];
  const pages = closedBy(afterEach);
  const open = async (hash: string) => {
    ({ page, complaints } = await pages.keep(openPage(browser, `${service.url}/${hash}`)));
  };

  const { keep } = closedBy(afterAll);
  beforeAll(async () => {
    browser = await keep(openBrowser());
    service = await keep(startPageService({ scale: 0.02 }));
  });
  afterEach(() => expect(complaints).toEqual([]));

  it('says of a time before the first event that nothing had been recorded, and takes the reader back', async () => {
    await open('#asOf=2024-07-28T04:00:00.000Z');
    expect(await page.locator('.headline').innerText()).toBe('Nothing had been recorded by then.');
    expect(await page.locator('#answer').innerText()).toMatch(/first event was recorded on \d+ \w+ \d{4}/);
    expect(await page.locator('pre').count()).toBe(0);
    await page.locator('#answer a', { hasText: 'Back to now' }).click();
    await page.locator('.headline', { hasText: 'of 2,000 delivered' }).waitFor();
  });

  it('gives an example of a moment that can be asked for', async () => {
    await open('');
    const help = (await page.locator('#as-of-help').textContent()) ?? '';
    await page.locator('#as-of').fill(/time such as ([\d-]+ [\d:]+)/.exec(help)?.[1] ?? '');
    await page.locator('#as-of').press('Enter');
    await page.locator('#past').waitFor();
    expect(await page.locator('.headline').innerText()).toContain('of 2,000 delivered');
  });

  it('asks an earlier position at its own event’s time, and says so', async () => {
    const { rows } = await service.get('/v1/monthly-totals?asOf=1500');
    await open('#asOf=1500');
    const past = await page.locator('#past').innerText();
    expect(past).toContain('asked at the last one’s own time');
    expect(past).not.toContain('29 July 2024');
    expect(rows.length).toBeGreaterThan(0);
    expect(await page.locator('#running-month h2').innerText()).not.toBe('July 2024');
    expect(await page.locator('.prospect').innerText()).not.toContain('never');
  });

  it('says that all is new where the first event is younger than yesterday', async () => {
    await open('');
    await wholePage(page);
    const changed = await page.locator('#changes').innerText();
    expect(changed).toContain('all its figures are new since yesterday');
    expect(changed).not.toContain('→');
  });

  it('says what is wrong in an address and stays of use', async () => {
    await open('#asOf=abc');
    expect(await page.locator('[role=alert]').innerText()).toContain('asOf=abc is not a position');
    expect(await page.locator('.headline').innerText()).toContain('of 2,000 delivered');
    await page.locator('.headline a').click();
    await page.locator('dialog .sum').waitFor();
    expect(await page.locator('[role=alert]').count()).toBe(0);
  });
});
