import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { loadEvents, loadSetup } from '../../apps/simulator/src/index.js';
import { ask, said } from '../support/ask.js';
import { eventually } from '../support/eventually.js';
import { runLedger, startService } from '../support/run-ledger.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const folder = temporaryFolder();
const ledger = (...args: string[]) => runLedger(args, { cwd: folder.path });
const CAPACITY = `${JSON.stringify({
  specversion: '1.0',
  source: '//load-1.example/setup',
  id: 'capacity',
  type: 'PlantCapacityChanged',
  time: '2024-01-01T00:00:00Z',
  data: { plant: 'load-1', unitsPerMonth: 1_000, effectiveFrom: '2024-01-01' },
})}\n`;
/** A ledger of the load's places and a plan, made once; tests that alter its log have a copy each. */
const ofPlaces = mkdtempSync(path.join(tmpdir(), 'plant-ledger-backup-'));
beforeAll(async () => {
  const input = [...loadSetup().map((event) => `${JSON.stringify(event)}\n`), CAPACITY].join('');
  expect(await runLedger(['import', '-'], { input, cwd: ofPlaces })).toMatchObject({ code: 0 });
});
afterAll(() => rmSync(ofPlaces, { recursive: true }));
const copyOfPlaces = () => cpSync(ofPlaces, folder.path, { recursive: true });
const ofBackup = (name: string) => ({ LEDGER_EVENT_STORE: `sqlite:./${name}`, LEDGER_READ_MODEL: 'sqlite:./figures' });

describe('backup', () => {
  it('copies the log while events pour in, and a service starts from the copy with the same figures', async () => {
    const service = await startService(folder.path);
    const post = async (events: readonly object[]) => {
      const headers = { 'content-type': 'application/cloudevents-batch+json' };
      const answer = await ask(`${service.url}/v1/events`, { method: 'POST', headers, body: JSON.stringify(events) });
      expect(said(answer).accepted).toBe(events.length);
    };
    await post(loadSetup());
    let isCopied = false;
    const pour = async () => {
      for (let first = 0, isLast = false; !isLast; first += 100) {
        isLast = isCopied;
        await post([...loadEvents({ units: 100, first, deliver: true })]);
      }
    };
    const pouring = pour();
    const head = async () => Number(said(await ask(`${service.url}/v1/status`)).head);
    await eventually(async () => (await head()) > 500);
    const { code, stdout, stderr } = await ledger('backup', 'copy.db');
    const after = await head();
    isCopied = true;
    await pouring;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const [, events = '', position = ''] =
      /^copy\.db holds ([\d,]+) events, up to position (\d+)\.\n$/.exec(stdout) ?? [];
    expect(events.replaceAll(',', '')).toBe(position);
    // It was made in the midst of them.
    expect(Number(position)).toBeGreaterThan(500);
    expect(after).toBeGreaterThanOrEqual(Number(position));
    expect(await head()).toBeGreaterThan(Number(position));
    await service.stop();

    const clock = { LEDGER_CLOCK: '2024-08-01T00:00:00Z' };
    const [original, copy] = await Promise.all([
      runLedger(['replay', '--as-of', position, '--json', '--quiet'], { cwd: folder.path, env: clock }),
      runLedger(['replay', '--json', '--quiet'], { cwd: folder.path, env: { ...clock, ...ofBackup('copy.db') } }),
    ]);
    expect(copy).toMatchObject({ code: 0 });
    expect(JSON.parse(copy.stdout)).toEqual(JSON.parse(original.stdout));

    const restored = await startService(folder.path, ofBackup('copy.db'));
    await eventually(async () => said(await ask(`${restored.url}/v1/status`)).caughtUp);
    const { chain, head: end } = said(await ask(`${restored.url}/v1/status`));
    await restored.stop();
    expect(end).toBe(position);
    expect(chain.link).toBe(JSON.parse(original.stdout).chain);
  }, 120_000);

  it('overwrites nothing, and leaves nothing behind when it cannot be made', async () => {
    const service = await startService(folder.path);
    await service.stop();
    writeFileSync(path.join(folder.path, 'old.db'), '');
    const refusals = [
      { file: 'old.db', sentence: 'old.db is there already, and a backup overwrites nothing: give it another name.' },
      { file: 'nowhere/copy.db', sentence: 'nowhere: make it first.' },
    ];
    for (const { file, sentence } of refusals) {
      const { code, stdout, stderr } = await ledger('backup', file);
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toContain(sentence);
    }
    expect(readdirSync(folder.path).toSorted()).toEqual(['data', 'old.db']);
  });

  it.each([
    [
      'an event altered',
      `UPDATE event SET data = replace(data, 'require', 'ignore') WHERE position = 2`,
      'its data, type or time was altered',
    ],
    ['an event taken out', 'DELETE FROM event WHERE position = 2', 'events are missing before it'],
  ])('is not made of a log with %s', async (_what, sql, sentence) => {
    copyOfPlaces();
    const log = new DatabaseSync(path.join(folder.path, 'data/log.db'));
    expect(log.prepare(sql).run().changes).toBe(1);
    log.close();
    const { code, stdout, stderr } = await ledger('backup', 'copy.db');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^The log is not as it was written, and no backup was made of it: /);
    expect(stderr).toContain(sentence);
    expect(readdirSync(folder.path)).toEqual(['data']);
  });

  it.each([
    ['sqlite:./nothing.db', 'There is no event log at ./nothing.db.'],
    ['sqlite:./notes.txt', 'file is not a database.'],
    ['kurrentdb://node.example:2113?tls=false', 'back it up with the ways of that server'],
  ])('of %s says in one sentence why there is none', async (store, sentence) => {
    writeFileSync(path.join(folder.path, 'notes.txt'), 'not a database, but long enough for one. '.repeat(40));
    const env = { LEDGER_EVENT_STORE: store };
    const { code, stdout, stderr } = await runLedger(['backup', 'copy.db'], { cwd: folder.path, env });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(sentence);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(existsSync(path.join(folder.path, 'copy.db'))).toBe(false);
    expect(readdirSync(folder.path)).toEqual(['notes.txt']);
  });
});

describe('an export of a log', () => {
  it.each([
    [
      'an event altered',
      `UPDATE event SET data = replace(data, 'require', 'ignore') WHERE position = 2`,
      'was altered',
    ],
    ['an event taken out', 'DELETE FROM event WHERE position = 2', 'Position 2 is missing before it'],
    [
      'the first event of a stream taken out, and the others moved up',
      `DELETE FROM event WHERE position = 2; UPDATE event SET position = position - 1 WHERE position > 2`,
      'missing before revision 1',
    ],
  ])('with %s is written to its end, and says so with an exit code that is not 0', async (_, sql, why) => {
    copyOfPlaces();
    const log = new DatabaseSync(path.join(folder.path, 'data/log.db'));
    const before = log.prepare('SELECT count(*) AS events FROM event').get();
    log.exec(sql);
    const after = log.prepare('SELECT count(*) AS events FROM event').get();
    log.close();
    const { code, stdout, stderr } = await ledger('export', 'events');
    expect(code).toBe(1);
    expect(stdout.trimEnd().split('\n')).toHaveLength(Number(after?.events));
    expect(Number(before?.events)).toBeGreaterThan(3);
    expect(stderr).toMatch(/^The log is not as it was written, and neither is what was exported of it: [^\n]+\n$/);
    expect(stderr).toContain(why);
    expect((await ledger('export', '--format', 'csv')).code).toBe(1);
  });
});
