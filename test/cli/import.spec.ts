import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { su7Scenario } from '../../apps/simulator/src/index.js';
import { delivered, EARLIER, held, MES, newVin, places, produced } from '../support/events.js';
import { startLedger } from '../support/run-ledger.js';
import { beginWithPlaces, counts, file, folder, HEADER, run, storedTypes } from './importing.js';

/** What `ledger simulate` writes, and how many lines that is. */
function scenario(scale: number): { readonly input: string; readonly total: number } {
  const lines = [...su7Scenario({ scale })].map((event) => `${JSON.stringify(event)}\n`);
  return { input: lines.join(''), total: lines.length };
}

describe('importing NDJSON straight into the store', () => {
  it('takes a simulated year, and the second time finds only duplicates', async () => {
    const { input, total } = scenario(0.01);
    const first = await run(['import', '-', '--quiet'], { input });
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(counts(first.stdout)).toEqual({
      accepted: total,
      duplicate: 0,
      waiting: 0,
      rejected: 0,
      position: total + 1,
    });
    const second = await run(['import', '-'], { input });
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
    beginWithPlaces();
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
    const { input, total } = scenario(0.1);
    writeFileSync(path.join(folder.path, 'tenth.ndjson'), input);
    const importing = startLedger(['import', 'tenth.ndjson'], { cwd: folder.path });
    // Its input is only opened once it listens to signals; the log appears after that.
    while (!existsSync(path.join(folder.path, 'data/log.db'))) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(await importing.stop('SIGINT')).toBe(1);
    expect(importing.output.stderr).toContain('It was interrupted. Not finished; running it again is safe.');
    const again = await run(['import', 'tenth.ndjson']);
    expect(again.code).toBe(0);
    const { accepted = 0, duplicate = 0 } = counts(again.stdout);
    expect(accepted + duplicate).toBe(total);
  });
});
