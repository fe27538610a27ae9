import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadLines, loadSetup } from '../../apps/simulator/src/index.js';
import { ask, said } from '../support/ask.js';
import { eventually } from '../support/eventually.js';
import { runLedger, startService } from '../support/run-ledger.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const folder = temporaryFolder();
const CLOCK = { LEDGER_CLOCK: '2024-09-01T00:00:00Z' };
const moved = { LEDGER_EVENT_STORE: 'sqlite:./moved/log.db', LEDGER_READ_MODEL: 'sqlite:./moved/read-model' };
const ledger = (words: string[], env = {}) => runLedger(words, { cwd: folder.path, env: { ...CLOCK, ...env } });
const file = () => path.join(folder.path, 'log.ndjson');

/** A ledger in a folder, with vehicles and, where asked for, a closed month. */
async function makeLedger(at: string, { closed }: { readonly closed: boolean }): Promise<void> {
  const service = await startService(at, CLOCK);
  const lines = [
    ...loadSetup().map((event) => `${JSON.stringify(event)}\n`),
    ...loadLines({ units: 300, deliver: true }),
  ];
  const input = lines.join('');
  expect(await runLedger(['import', '-', '--server', service.url], { input })).toMatchObject({ code: 0 });
  await eventually(async () => said(await ask(`${service.url}/v1/status`)).caughtUp);
  if (closed) {
    const event = {
      specversion: '1.0',
      source: '//erp',
      id: 'close',
      type: 'MonthClosed',
      time: '2024-08-02T00:00:00Z',
    };
    const body = JSON.stringify({ ...event, data: { month: '2024-01' } });
    const headers = { 'content-type': 'application/cloudevents+json' };
    expect((await ask(`${service.url}/v1/events`, { method: 'POST', headers, body })).status).toBe(201);
  }
  await service.stop();
}

/** Writes the ledger's log to the file. */
async function exported(): Promise<string> {
  const { stdout, code } = await ledger(['export', 'events']);
  expect(code).toBe(0);
  writeFileSync(file(), stdout);
  return stdout;
}

describe('moving a ledger from one file to another', () => {
  // Made once; each test has a copy.
  const made = mkdtempSync(path.join(tmpdir(), 'plant-ledger-moving-'));
  beforeAll(() => makeLedger(made, { closed: true }));
  beforeEach(() => cpSync(made, folder.path, { recursive: true }));
  afterAll(() => rmSync(made, { recursive: true }));

  it('gives the same log, byte for byte, the same figures, chain and digest, and closings that verify', async () => {
    const log = await exported();
    expect(log).toContain('"MonthClosed"');
    const { code, stdout, stderr } = await ledger(['import', '--from-export', 'log.ndjson'], moved);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^[\d,]+ events are in sqlite:.*moved\/log\.db now, up to position \d+\.\n$/);
    expect((await ledger(['export', 'events'], moved)).stdout).toBe(log);
    const replays = [
      await ledger(['replay', '--json', '--quiet']),
      await ledger(['replay', '--json', '--quiet'], moved),
    ];
    expect(replays[1]).toEqual(replays[0]);
    expect(await ledger(['rebuild', '--quiet'], moved)).toMatchObject({ code: 0 });
    expect((await ledger(['verify', '--quiet'], moved)).stdout).toMatch(/^All is well/);
  }, 180_000);

  it('is refused where anything is there already, and changes nothing', async () => {
    await exported();
    const { code, stdout, stderr } = await ledger(['import', '--from-export', 'log.ndjson']);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/has events already, and nothing was changed/);
    expect((await ledger(['export', 'events'])).stdout).toBe(readFileSync(file(), 'utf8'));
  }, 120_000);

  it('is refused for a file that is not a whole log as it was written, before anything is made of it', async () => {
    const lines = (await exported()).trimEnd().split('\n');
    const tampered = (change: (lines: string[]) => string[]) => writeFileSync(file(), `${change(lines).join('\n')}\n`);
    const refusals: readonly (readonly [(lines: string[]) => string[], RegExp])[] = [
      [(all) => all.slice(1), /line 1: a log begins with LedgerOpened/],
      [
        (all) => all.map((line) => line.replace('"unitsPerHour":', '"unitsPerHour": ')),
        /no event as "ledger export events"/,
      ],
      [
        (all) => all.map((line) => line.replace('"name":"Load"', '"name":"Lode"')),
        /its data, type or time was altered/,
      ],
      [(all) => all.filter((line) => !line.includes('"UnitProduced"')), /an event before it is missing/],
      [() => ['{"position":'], /line 1: it is no event/],
    ];
    for (const [change, sentence] of refusals) {
      tampered(change);
      const { code, stderr } = await ledger(['import', '--from-export', 'log.ndjson'], moved);
      expect(code).toBe(1);
      expect(stderr).toMatch(sentence);
    }
  }, 120_000);
});

const server = process.env.LEDGER_TEST_KURRENTDB;
if (server !== undefined)
  it('goes to a server and back, with the same figures and the same chain', async () => {
    await makeLedger(folder.path, { closed: false });
    const log = await exported();
    const there = { ...moved, LEDGER_EVENT_STORE: server, LEDGER_STREAM_PREFIX: `moving-${process.pid}-${Date.now()}` };
    expect(await ledger(['import', '--from-export', 'log.ndjson'], there)).toMatchObject({ code: 0 });
    const back = await ledger(['export', 'events'], there);
    const withoutPositions = (text: string) => text.replaceAll(/^\{"position":"\d+",/gm, '{');
    expect(withoutPositions(back.stdout)).toBe(withoutPositions(log));
    writeFileSync(file(), back.stdout);
    expect(await ledger(['import', '--from-export', 'log.ndjson'], moved)).toMatchObject({ code: 0 });
    expect((await ledger(['export', 'events'], moved)).stdout).toBe(log);
  }, 300_000);
