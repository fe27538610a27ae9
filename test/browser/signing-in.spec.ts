import type { Browser, Page } from 'playwright-core';
import { ledgerWithKeys, type LedgerWithKeys } from '../access/ledger-with-keys.js';
import { said } from '../support/ask.js';
import { eventually } from '../support/eventually.js';
import { MES, newVin, places, produced } from '../support/events.js';
import { openBrowser, openPage, seriousFindings } from './support/browser.js';
import { closedBy } from './support/opened.js';

jest.setTimeout(120_000);

const { keep } = closedBy(afterAll);
const each = closedBy(afterEach);
let browser: Browser;
let ledger: LedgerWithKeys;
let page: Page;
let complaints: string[];
const keys: Record<string, string> = {};

beforeAll(async () => {
  browser = await keep(openBrowser());
  ledger = await ledgerWithKeys();
  await keep(Promise.resolve(ledger.service));
  keys.mes = await ledger.keyOf('source:mes', ['source'], { sources: [MES] });
  for (const role of ['viewer', 'operator', 'auditor', 'planner'] as const)
    keys[role] = await ledger.keyOf(`user:${role}`, [role]);
  const send = (key: string | undefined, events: object[]) =>
    ledger.ask(key, 'POST', '/v1/events', events, 'application/cloudevents-batch+json');
  await send(
    keys.planner,
    places().map((place) => ({ ...place, source: '//headquarters.example' })),
  );
  await send(keys.mes, [produced(newVin()), produced('none')]);
  await eventually(async () => said(await ledger.ask(ledger.admin, 'GET', '/v1/status')).caughtUp);
});
beforeEach(async () => {
  ({ page, complaints } = await each.keep(openPage(browser, ledger.service.url)));
});

async function signIn(key: string | undefined): Promise<void> {
  await page.getByLabel('API key or access token').fill(key ?? '');
  await page.getByRole('button', { name: 'Sign in' }).click();
}

it('the page asks who reads it, says what is wrong with a key, and shows nothing before', async () => {
  expect(await page.locator('.headline').innerText()).toBe('Sign in to read this ledger.');
  expect(await seriousFindings(page)).toEqual([]);
  expect(await page.locator('body').innerText()).not.toMatch(/bj-1|SU7/);
  expect(complaints).toEqual([]);
  await signIn(keys.viewer?.slice(0, -1));
  await page.locator('output', { hasText: 'a character is wrong' }).waitFor();
});

it('a viewer signs in, reads live figures, and signs out', async () => {
  await signIn(keys.viewer);
  await page.locator('#running-month a.figure', { hasText: '1' }).waitFor();
  expect(await page.locator('#signed-in').innerText()).toMatch(/user:viewer\s+viewer/);
  expect(await page.locator('#quarantine').count()).toBe(0);
  expect(await seriousFindings(page)).toEqual([]);
  await page.locator('#live[data-connection=live]').waitFor();
  await ledger.ask(keys.mes, 'POST', '/v1/events', produced(newVin()), 'application/cloudevents+json');
  await page.locator('#running-month a.figure', { hasText: '2' }).waitFor();
  expect(complaints).toEqual([]);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.locator('.headline', { hasText: 'Sign in' }).waitFor();
  await page.reload();
  await page.locator('.headline', { hasText: 'Sign in' }).waitFor();
});

it('an auditor sees what was refused, an operator settles it', async () => {
  await signIn(keys.auditor);
  await page.locator('#quarantine li').first().waitFor();
  expect(await page.locator('#quarantine button').count()).toBe(0);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.locator('.headline', { hasText: 'Sign in' }).waitFor();
  await signIn(keys.operator);
  await page.locator('#quarantine button', { hasText: 'Retry' }).first().click();
  await page.locator('#quarantine output', { hasText: 'rejected' }).waitFor();
  expect(complaints).toEqual([]);
});

it('an admin sees who may what, and no figures', async () => {
  await signIn(ledger.admin);
  await page.locator('#rights').waitFor();
  const rights = await page.locator('#rights').innerText();
  expect(rights).toContain('source:mes');
  expect(rights).not.toContain('plk_');
  expect(await seriousFindings(page)).toEqual([]);
  expect(complaints).toEqual([]);
});

it('a key that is revoked while the page is open ends the session in words', async () => {
  const leaving = await ledger.keyOf('user:leaving', ['viewer']);
  await signIn(leaving);
  await page.locator('#running-month').waitFor();
  const id = leaving.split('_')[1] ?? '';
  await ledger.ask(ledger.admin, 'POST', `/v1/access/keys/${id}/revoke`, { reason: 'left' });
  await page.locator('.headline', { hasText: 'Your session is over: sign in again.' }).waitFor({ timeout: 60_000 });
});
