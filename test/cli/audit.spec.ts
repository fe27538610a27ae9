import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { parse } from 'csv-parse/sync';
import { loadLines, loadSetup } from '../../apps/simulator/src/index.js';
import { ask, said } from '../support/ask.js';
import { eventually } from '../support/eventually.js';
import { runLedger, startService } from '../support/run-ledger.js';

const UNITS = 1_500;
const folder = mkdtempSync(path.join(tmpdir(), 'plant-ledger-audit-'));
const ledger = (...args: string[]) => runLedger(args, { cwd: folder });

/** Fifteen hundred vehicles produced and delivered, in a ledger whose service goes on running. */
let service: Awaited<ReturnType<typeof startService>>;
beforeAll(async () => {
  const setUp = loadSetup().map((event) => `${JSON.stringify(event)}\n`);
  const input = [...setUp, ...loadLines({ units: UNITS, deliver: true })].join('');
  service = await startService(folder);
  expect(await runLedger(['import', '-', '--server', service.url], { input })).toMatchObject({ code: 0 });
  await eventually(async () => said(await ask(`${service.url}/v1/status`)).caughtUp);
});
afterAll(async () => {
  await service.stop();
  rmSync(folder, { recursive: true });
});

describe('an auditor at the command line', () => {
  it('verifies a ledger while it runs', async () => {
    const { code, stdout } = await ledger('verify', '--quiet');
    expect(stdout).toMatch(/^All is well up to position \d+\.\n/);
    expect(code).toBe(0);
  });

  it('gets from the log alone the figures that the ledger answers', async () => {
    const { rows, position } = said(await ask(`${service.url}/v1/monthly-totals?groupBy=plant,model`));
    const { code, stdout } = await ledger('replay', '--json', '--quiet');
    const replayed = JSON.parse(stdout);
    expect(code).toBe(0);
    expect(replayed.position).toBe(position);
    const counted = ({ month, plant, model, produced, delivered, returned, scrapped, netDelivered }: never) =>
      ({ month, plant, model, produced, delivered, returned, scrapped, netDelivered }) as object;
    expect(replayed.monthlyTotals.map(counted)).toEqual(rows.map(counted));
  });

  it('gets them as of an earlier position, too, and reads them', async () => {
    const asOf = '1000';
    const { rows } = said(await ask(`${service.url}/v1/monthly-totals?groupBy=plant,model&asOf=${asOf}`));
    const { stdout } = await ledger('replay', '--as-of', asOf, '--quiet');
    expect(stdout).toMatch(/^As of position 1000, from the log alone:\n\nmonth +plant +model +produced/);
    for (const { month, produced } of rows)
      expect(stdout).toMatch(new RegExp(`${month} .* ${produced.toLocaleString('en-US')} `));
  });

  it('takes a figure apart into the events that add up to it', async () => {
    const { code, stdout } = await ledger('explain', 'delivered', '--server', service.url, '--csv');
    const rows: { amount: string; eventId: string }[] = parse(stdout, { columns: true });
    expect(code).toBe(0);
    expect(rows.reduce((sum, { amount }) => sum + Number(amount), 0)).toBe(UNITS);
    expect(new Set(rows.map(({ eventId }) => eventId)).size).toBe(UNITS);
    const plain = await ledger('explain', 'delivered', '--server', service.url);
    expect(plain.stdout).toMatch(/delivered: 1,500, from 1,500 entries, as of position \d+\n$/);
  });

  it('is told what is wrong with a question', async () => {
    const { code, stderr } = await ledger('explain', 'sold', '--server', service.url);
    expect(code).toBe(1);
    expect(stderr).toContain('figure: must be one of produced, delivered');
  });

  it('takes the log home as it is stored, and the books as CSV', async () => {
    const log = await (await fetch(`${service.url}/v1/log`)).text();
    const exported = await ledger('export');
    expect(exported).toMatchObject({ code: 0, stderr: '' });
    expect(exported.stdout.split('\n').slice(0, 500)).toEqual(log.split('\n').slice(0, 500));
    expect(exported.stdout.split('\n').length).toBe(2 * UNITS + loadSetup().length + 2);
    const books: { kind: string }[] = parse((await ledger('export', 'transfers', '--format', 'csv')).stdout, {
      columns: true,
    });
    expect(books.filter(({ kind }) => kind === 'delivered')).toHaveLength(UNITS);
    const early = parse((await ledger('export', '--format', 'csv', '--as-of', '10')).stdout, { columns: true });
    expect(early).toHaveLength(10);
  });

  it('is told which row was altered by hand, with an exit code of its own', async () => {
    const readModel = path.join(folder, 'data/read-model');
    const generation = readdirSync(readModel).find((name) => /^generation-\d+\.db$/.test(name)) ?? '';
    const database = new DatabaseSync(path.join(readModel, generation));
    database.exec('UPDATE monthly_total SET delivered = delivered + 1 WHERE delivered > 0');
    database.close();
    const { code, stdout } = await ledger('verify', '--quiet');
    expect(code).toBe(12);
    expect(stdout).toMatch(/DIFFERS +every row of the read model[^]*Table monthly_total of the read model differs/);
  });
});
