import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { openEventStore } from '@plant-ledger/event-store';
import { EARLIER, MES, newVin } from '../support/events.js';
import { beginWithPlaces, counts, file, folder, HEADER, run } from './importing.js';

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
    beginWithPlaces();
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
    beginWithPlaces();
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
    beginWithPlaces();
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
    beginWithPlaces();
    const table = [
      'type,time,source,id,metric,month,plant,target',
      `MonthlyTargetSet,${EARLIER},${MES},t-1,delivered,2024-07,bj-1,10000`,
    ];
    expect(counts((await run(['import', file('plan.csv', table)])).stdout)).toMatchObject({ accepted: 1, rejected: 0 });
  });
});
