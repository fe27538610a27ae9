import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { openEventStore, START } from '@plant-ledger/event-store';
import { delivered, EARLIER, held, MES, newVin, places, produced } from '../support/events.js';
import { runLedger, startLedger, type LedgerOptions } from '../support/run-ledger.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const folder = temporaryFolder();
const run = (args: readonly string[], options: LedgerOptions = {}) => runLedger(args, { cwd: folder.path, ...options });

/** Writes a file into the test's folder; objects become NDJSON. */
function file(name: string, lines: readonly unknown[], end = '\n'): string {
  const text = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)) + end).join('');
  writeFileSync(path.join(folder.path, name), text);
  return name;
}

async function storedTypes(log = 'data/log.db'): Promise<string[]> {
  const store = await openEventStore(`sqlite:${path.join(folder.path, log)}`, { readOnly: true });
  try {
    return (await store.readAll({ after: START, limit: 1_000 })).events.map(({ type }) => type);
  } finally {
    await store.close();
  }
}

/** The numbers of a summary. */
function counts(stdout: string): Record<string, number> {
  const found = stdout.matchAll(/^ {2}(accepted|duplicate|waiting|rejected|position) +([\d,]+)$/gm);
  return Object.fromEntries([...found].map(([, name = '', number = '']) => [name, Number(number.replaceAll(',', ''))]));
}

const HEADER = 'type,time,source,id,vin,model,plant,line,site,reason';

describe('importing NDJSON straight into the store', () => {
  it('takes a simulated year, and the second time finds only duplicates', async () => {
    const scenario = await run(['simulate', 'su7-2024', '--scale', '0.01']);
    const total = scenario.stdout.trimEnd().split('\n').length;
    const first = await run(['import', '-'], { input: scenario.stdout });
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(counts(first.stdout)).toEqual({
      accepted: total,
      duplicate: 0,
      waiting: 0,
      rejected: 0,
      position: total + 1,
    });
    const second = await run(['import', '-'], { input: scenario.stdout });
    expect(second.code).toBe(0);
    expect(counts(second.stdout)).toMatchObject({ accepted: 0, duplicate: total, rejected: 0 });
  });

  it('writes into the store that --store names, or LEDGER_EVENT_STORE', async () => {
    file('places.ndjson', places());
    await run(['import', 'places.ndjson', '--store', 'sqlite:./one.db']);
    await run(['import', 'places.ndjson'], { env: { LEDGER_EVENT_STORE: 'sqlite:./two.db' } });
    const types = ['LedgerOpened', 'PlantRegistered', 'LineCommissioned', 'SiteOpened', 'SiteOpened'];
    expect(await storedTypes('one.db')).toEqual(types);
    expect(await storedTypes('two.db')).toEqual(types);
    expect(existsSync(path.join(folder.path, 'data'))).toBe(false);
  });

  it('takes what is good, names every bad line and its reason, and says so with its exit code', async () => {
    const vin = newVin();
    const lines = [
      ...places(),
      'not json',
      produced(vin),
      '',
      held('BAD'),
      { specversion: '1.0' },
      delivered(newVin()),
    ];
    const { code, stdout, stderr } = await run(['import', file('mixed.ndjson', lines), '--report', 'report.ndjson']);
    expect(code).toBe(3);
    expect(counts(stdout)).toMatchObject({ accepted: 5, duplicate: 0, waiting: 1, rejected: 3 });
    expect(stderr).toMatch(/^line 5: rejected \(malformed-json\): .*not JSON/m);
    expect(stderr).toMatch(/^line 8: rejected \(invalid-vin\): .*\/data\/vin must be 17 characters/m);
    expect(stderr).toMatch(/^line 9: rejected \(not-a-cloud-event\): .*\/id is missing/m);
    expect(stderr).toMatch(/^line 10: waiting \(out-of-order\): /m);
    const report = readFileSync(path.join(folder.path, 'report.ndjson'), 'utf8');
    const listed = report
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(listed.map(({ line, result }) => [line, result])).toEqual([
      [5, 'rejected'],
      [8, 'rejected'],
      [9, 'rejected'],
      [10, 'quarantined'],
    ]);
    expect(await storedTypes()).toEqual(expect.arrayContaining(['UnitProduced', 'EventQuarantined', 'UnitFactParked']));
  });

  it.each(['ndjson', 'csv'])(
    'takes a file of %s that begins with a byte order mark, from its first line on',
    async (kind) => {
      const vin = newVin();
      file('places.ndjson', ['\ufeff', ...places()]);
      await run(['import', 'places.ndjson']);
      const csv = [HEADER, `UnitProduced,${EARLIER},${MES},${vin},${vin},SU7,bj-1,L1,,`];
      const [first = '', ...rest] = kind === 'csv' ? csv : [JSON.stringify(produced(vin)), JSON.stringify(held(vin))];
      const { code, stdout } = await run(['import', file(`marked.${kind}`, [`\ufeff${first}`, ...rest])]);
      expect(code).toBe(0);
      expect(counts(stdout)).toMatchObject({ accepted: kind === 'csv' ? 1 : 2, rejected: 0 });
    },
  );

  it('lists the first twenty and says how many more there are, and where', async () => {
    const name = file(
      'bad.ndjson',
      Array.from({ length: 25 }, (_, index) => `bad ${index}`),
    );
    const bare = await run(['import', name]);
    expect(bare.stderr.match(/^line \d+: /gm)).toHaveLength(20);
    expect(bare.stderr).toContain('… and 5 more; --report FILE');
    const reported = await run(['import', name, '--report', 'all.ndjson']);
    expect(reported.stderr).toContain('… and 5 more; all are in all.ndjson');
    expect(readFileSync(path.join(folder.path, 'all.ndjson'), 'utf8').trimEnd().split('\n')).toHaveLength(25);
  });

  it('cannot be made to move the cursor by what a file says', async () => {
    const { stderr } = await run(['import', '-'], { input: '\u001b[2J\u0007{bad\n' });
    expect(stderr).toContain('malformed-json');
    expect(stderr).not.toMatch(/[\u001b\u0007]/);
  });

  it('tells a dry run from a real one: everything is checked, nothing is kept', async () => {
    const vins = Array.from({ length: 1_500 }, newVin);
    const lines = [...places(), ...vins.map((vin) => produced(vin)), ...vins.map((vin) => delivered(vin)), 'bad'];
    const { code, stdout } = await run(['import', file('dry.ndjson', lines), '--dry-run']);
    expect(code).toBe(3);
    expect(stdout).toContain('Nothing was taken in');
    expect(counts(stdout)).toEqual({ accepted: 3_004, duplicate: 0, waiting: 0, rejected: 1 });
    expect(existsSync(path.join(folder.path, 'data/log.db'))).toBe(false);
    await run(['import', file('places.ndjson', places())]);
    const before = await storedTypes();
    await run(['import', 'dry.ndjson', '--dry-run']);
    expect(await storedTypes()).toEqual(before);
  });

  it('says what is wrong with a setting, a zone or a file, in one sentence and without a stack', async () => {
    file('places.ndjson', places());
    expect(await run(['import', 'places.ndjson'], { env: { LEDGER_TIME_ZONE: 'Europe/Berlin' } })).toMatchObject({
      code: 0,
    });
    const wrong = await Promise.all([
      run(['import', 'places.ndjson']),
      run(['import', 'places.ndjson', '--store', 'mysql://x']),
      run(['import', 'places.ndjson'], { env: { LEDGER_TIME_ZONE: 'Beijing' } }),
      run(['import', 'nowhere.ndjson']),
      run(['import', '.', '--format', 'csv']),
      run(['import', 'places.ndjson', '--report', 'no/such/folder.ndjson']),
      run(['import', 'places.ndjson', '--store', 'sqlite:./places.ndjson']),
    ]);
    const sentences = [
      'Europe/Berlin',
      'sqlite:./path/log.db',
      'LEDGER_TIME_ZONE',
      'no such file',
      'folder',
      'report',
      '',
    ];
    wrong.forEach(({ code, stdout, stderr }, index) => {
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toContain(sentences[index]);
      expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    });
  });

  it('does not write a log that a service is writing, and names --server', async () => {
    const service = startLedger(['serve'], { cwd: folder.path, env: { PORT: '0' } });
    await service.waitFor(/Open (http:[^\s"]+)/);
    const { code, stderr } = await run(['import', file('places.ndjson', places())]);
    expect(await service.stop()).toBe(0);
    expect(code).toBe(1);
    expect(stderr).toMatch(/is already being written by process \d+, .*--server http:\/\/127\.0\.0\.1:3000/);
  });

  it('stops at Ctrl-C with what it has taken, and can be run again', async () => {
    const scenario = await run(['simulate', 'su7-2024', '--scale', '0.1']);
    writeFileSync(path.join(folder.path, 'tenth.ndjson'), scenario.stdout);
    const importing = startLedger(['import', 'tenth.ndjson'], { cwd: folder.path });
    // Its input is only opened once it listens to signals; the log appears after that.
    while (!existsSync(path.join(folder.path, 'data/log.db'))) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(await importing.stop('SIGINT')).toBe(1);
    expect(importing.output.stderr).toContain('It was interrupted. Not finished; running it again is safe.');
    const again = await run(['import', 'tenth.ndjson']);
    expect(again.code).toBe(0);
    const { accepted = 0, duplicate = 0 } = counts(again.stdout);
    expect(accepted + duplicate).toBe(scenario.stdout.trimEnd().split('\n').length);
  });
});

describe('importing CSV', () => {
  const vin = newVin();
  const rows = [
    HEADER,
    `PlantRegistered,${EARLIER},${MES},pl-1,,,bj-1,,,`,
    `LineCommissioned,${EARLIER},${MES},li-1,,,bj-1,L1,,`,
    `UnitProduced,${EARLIER},${MES},p-1,${vin},SU7,bj-1,L1,,`,
    `UnitHeld,${EARLIER},${MES},h-1,${vin},,,,,"paint, ""left"" door"`,
  ];

  it('takes rows as a spreadsheet writes them: byte order mark, CRLF, quotes, numbers, booleans', async () => {
    const lines = [
      '\ufefftype,time,source,id,plant,name,timeZone,vinCheckDigit,line,unitsPerHour,halt,reason,planned,expectedMinutes',
      `PlantRegistered,${EARLIER},${MES},1,bj-1,"Plant ""1"", north",Asia/Shanghai,require,,,,,,`,
      `LineCommissioned,${EARLIER},${MES},2,bj-1,,,,L1,16.5,,,,`,
      '',
      `LineHalted,${EARLIER},${MES},3,bj-1,,,,L1,,h-1,"two\r\nlines",TRUE,90`,
    ];
    const { code, stdout, stderr } = await run(['import', file('spreadsheet.CSV', lines, '\r\n')]);
    expect({ code, stderr }).toEqual({ code: 3, stderr: expect.stringContaining('row 5: rejected (invalid-data)') });
    expect(stderr).toContain('/data/reason');
    expect(counts(stdout)).toMatchObject({ accepted: 2, rejected: 1 });
    const repaired = lines.map((line) => line.replace('two\r\nlines', 'two, lines'));
    expect(counts((await run(['import', file('spreadsheet.csv', repaired, '\r\n')])).stdout)).toMatchObject({
      accepted: 1,
      duplicate: 2,
    });
    const store = await openEventStore(`sqlite:${path.join(folder.path, 'data/log.db')}`, { readOnly: true });
    const [halted] = (await store.readStream('line-bj-1.L1')).slice(-1);
    await store.close();
    expect(JSON.parse(halted?.data ?? '')).toEqual({
      plant: 'bj-1',
      line: 'L1',
      halt: 'h-1',
      reason: 'two, lines',
      planned: true,
      expectedMinutes: 90,
    });
  });

  it('names rows as a spreadsheet counts them, and puts them in the report', async () => {
    await run(['import', file('places.ndjson', places())]);
    const table = [
      ...rows.slice(0, 1),
      ...rows.slice(3),
      '',
      `UnitHeld,${EARLIER},${MES},h-2,short,,,,,scratch,one cell more`,
    ];
    table.push(`UnitHeld,yesterday,${MES},h-3,${vin},,,,,scratch`);
    const { code, stdout, stderr } = await run(['import', file('rows.csv', table), '--report', 'report.ndjson']);
    expect(code).toBe(3);
    expect(counts(stdout)).toMatchObject({ accepted: 2, rejected: 2 });
    expect(stderr).toMatch(/^row 5: rejected \(unreadable-row\): The row has 11 cells/m);
    expect(stderr).toMatch(/^row 6: rejected \(invalid-time\)/m);
    const report = readFileSync(path.join(folder.path, 'report.ndjson'), 'utf8').trimEnd().split('\n');
    expect(report.map((line) => JSON.parse(line).row)).toEqual([5, 6]);
  });

  it('takes semicolons, a source for all rows, and ids made from columns', async () => {
    await run(['import', file('places.ndjson', places())]);
    const other = newVin();
    const table = ['type;time;vin;model;plant;line', `UnitProduced;${EARLIER};${other};SU7;bj-1;L1`];
    const args = ['import', file('mes.csv', table), '--source', MES, '--id-from', 'vin,type'];
    expect(counts((await run(args)).stdout)).toMatchObject({ accepted: 1 });
    expect(counts((await run(args)).stdout)).toMatchObject({ accepted: 0, duplicate: 1 });
  });

  it('reads from standard input when it is told that it is CSV', async () => {
    const { stdout } = await run(['import', '-', '--format', 'csv'], { input: `${HEADER}\n${rows[4] ?? ''}\n` });
    expect(counts(stdout)).toMatchObject({ waiting: 1 });
  });

  it('takes nothing in when the first row is wrong', async () => {
    const { code, stderr } = await run(['import', file('headless.csv', rows.slice(1))]);
    expect(code).toBe(1);
    expect(stderr).toContain('there is no column "type"');
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(existsSync(path.join(folder.path, 'data'))).toBe(false);
  });

  it('takes the rows above a quote that is never closed, and says where it is', async () => {
    await run(['import', file('places.ndjson', places())]);
    const table = [
      HEADER,
      rows[3],
      `UnitHeld,${EARLIER},${MES},h-9,${vin},,,,,"paint`,
      `UnitHeld,${EARLIER},${MES},h-10,${vin}`,
    ];
    const { code, stdout, stderr } = await run(['import', file('open.csv', table)]);
    expect(code).toBe(1);
    expect(counts(stdout)).toMatchObject({ accepted: 1 });
    expect(stderr).toMatch(/^Row 3 has a double quote that is never closed.*running it again is safe/m);
  });

  it('takes what is not a vehicle too, such as targets', async () => {
    await run(['import', file('places.ndjson', places())]);
    const table = [
      'type,time,source,id,metric,month,plant,target',
      `MonthlyTargetSet,${EARLIER},${MES},t-1,delivered,2024-07,bj-1,10000`,
    ];
    expect(counts((await run(['import', file('plan.csv', table)])).stdout)).toMatchObject({ accepted: 1, rejected: 0 });
  });
});
