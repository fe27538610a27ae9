import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { resolve } from 'node:path';
import axe from 'axe-core';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';

/** A page under watch: what it should not have done is kept. */
export interface WatchedPage {
  readonly page: Page;
  /** Errors and warnings of the console, and errors that nobody caught. */
  readonly complaints: string[];
  /** Every address it asked for. */
  readonly requests: string[];
  close(): Promise<void>;
}

/** A real browser without a window; CHROME_PATH, or one that is installed. */
export async function openBrowser(): Promise<Browser> {
  const asRoot = process.getuid?.() === 0;
  return chromium.launch({ executablePath: browserPath(), args: asRoot ? ['--no-sandbox'] : [] });
}

function browserPath(): string {
  if (process.env.CHROME_PATH) return process.env.CHROME_PATH;
  const finder = pathToFileURL(resolve('apps/cli/launch/browser.mjs')).href;
  const code = `import { findBrowser } from ${JSON.stringify(finder)}; process.stdout.write(findBrowser() ?? '')`;
  const found = spawnSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' }).stdout;
  if (found === '') throw new Error('No Chromium or Chrome is installed: "npm test" says how to get one.');
  return found;
}

export async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const close = () => context.close();
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const [complaints, requests]: [string[], string[]] = [[], []];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(`${message.text()} ${message.location().url}`);
  });
  page.on('pageerror', (error) => complaints.push(String(error.stack)));
  page.on('request', (request) => requests.push(request.url()));
  try {
    await page.goto(url);
    await page.locator('.headline').waitFor();
  } catch (error) {
    await close();
    throw error;
  }
  return { page, complaints, requests, close };
}

/** Nothing was said on the console, and nobody but the service was asked for anything. */
export function expectNoFaults(pages: readonly WatchedPage[]): void {
  expect(pages.flatMap(({ complaints }) => complaints)).toEqual([]);
  expect(
    pages.flatMap(({ requests }) => requests).filter((url) => !/^(blob:)?http:\/\/127\.0\.0\.1:/.test(url)),
  ).toEqual([]);
}

/** Until the page has been drawn to its end: charts, and what changed. */
export async function wholePage(page: Page): Promise<void> {
  await page.locator('#chart-months svg').waitFor();
  await page.locator('#changes p', { hasText: 'Reading' }).waitFor({ state: 'detached' });
}

/** What tells how long the page's own thread has worked since, milliseconds of processor. */
export async function processorTime(page: Page): Promise<() => Promise<number>> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const worked = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN) * 1_000;
  };
  const before = await worked();
  return async () => (await worked()) - before;
}

/** What an accessibility checker finds serious or critical, by rule and place. */
export async function seriousFindings(page: Page): Promise<string[]> {
  // Evaluated by the browser's own protocol, since the page's policy lets nobody add a script.
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<axe.AxeResults>('axe.run(document)');
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} ${failureSummary ?? ''}`),
    );
}
