import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { su7Scenario } from '../../apps/simulator/src/index.js';
import { ask, said } from '../support/ask.js';
import { delivered, held, newVin, places, produced } from '../support/events.js';
import { eventually } from '../support/eventually.js';
import { runLedger, startLedger, startService, type Running } from '../support/run-ledger.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const folder = temporaryFolder();
const services: Running[] = [];
afterEach(async () => {
  for (const service of services.splice(0)) await service.stop('SIGKILL');
});

async function serve() {
  const service = await startService(folder.path);
  services.push(service);
  return service;
}

const statusOf = async (url: string) => said(await ask(`${url}/v1/status`));
const ndjson = (events: readonly unknown[]) => events.map((one) => `${JSON.stringify(one)}\n`).join('');

describe('importing through a running server', () => {
  it('takes a simulated year, shows it at once, and finds only duplicates the second time', async () => {
    const { url } = await serve();
    const events = [...su7Scenario({ scale: 0.02 })];
    const [input, total] = [ndjson(events), events.length];
    const first = await runLedger(['import', '-', '--server', url, '--quiet'], { input });
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(first.stdout.replaceAll(',', '')).toMatch(new RegExp(`accepted +${total}\n.*duplicate +0\n`));
    const { rows } = said(await ask(`${url}/v1/monthly-totals?from=2024-05&to=2024-05&minPosition=${total + 1}`));
    expect(rows[0]).toMatchObject({ produced: 218, delivered: 210 });
    const second = await runLedger(['import', '-', '--server', `${url}/`], { input });
    expect(second.stdout.replaceAll(',', '')).toMatch(new RegExp(`accepted +0\n.*duplicate +${total}\n`));
  });

  it('lists what was not accepted by its line, and by its row in CSV', async () => {
    const { url } = await serve();
    const vin = newVin();
    const bad = await runLedger(['import', '-', '--server', url, '--report', path.join(folder.path, 'r.ndjson')], {
      input: `${ndjson([...places(), produced(vin)])}oops\n${ndjson([held('BAD'), delivered(newVin())])}`,
    });
    expect(bad.code).toBe(3);
    expect(bad.stderr).toMatch(
      /^line 6: rejected \(malformed-json\)[^]*^line 7: rejected \(invalid-vin\)[^]*^line 8: waiting/m,
    );
    expect(readFileSync(path.join(folder.path, 'r.ndjson'), 'utf8').trimEnd().split('\n')).toHaveLength(3);
    const rows = ['type,time,source,id,vin,reason', 'UnitHeld,2024-07-20T08:00:00Z,//mes,1,BAD,x', 'UnitHeld,,,,,,,'];
    writeFileSync(path.join(folder.path, 'rows.csv'), rows.join('\r\n'));
    const csv = await runLedger(['import', path.join(folder.path, 'rows.csv'), '--server', url]);
    expect(csv.code).toBe(3);
    expect(csv.stderr).toMatch(/^row 2: rejected \(invalid-vin\)[^]*^row 3: rejected \(not-a-cloud-event\)/m);
  });

  it('appends nothing on a dry run', async () => {
    const { url } = await serve();
    const { head } = await statusOf(url);
    const dry = await runLedger(['import', '-', '--server', url, '--dry-run'], { input: ndjson(places()) });
    expect(dry).toMatchObject({ code: 0, stdout: expect.stringMatching(/Nothing was taken in[^]*accepted +4\n/) });
    expect((await statusOf(url)).head).toBe(head);
  });

  it('says so when the server goes away in the middle, and takes the rest when it is run again', async () => {
    const events = [...su7Scenario({ scale: 0.3 })];
    const total = events.length;
    writeFileSync(path.join(folder.path, 'events.ndjson'), ndjson(events));
    const service = await serve();
    const importing = startLedger(['import', 'events.ndjson', '--server', service.url], { cwd: folder.path });
    await eventually(async () => Number((await statusOf(service.url)).head) > 2_000, 30_000);
    await service.stop('SIGKILL');
    expect(await importing.stop('SIGCONT')).toBe(1);
    expect(importing.output.stderr).toMatch(
      /(went away|cannot be reached).*Not finished; running it again is safe\.\n$/,
    );
    expect(importing.output.stderr).not.toContain('    at ');
    const { url } = await serve();
    const again = await runLedger(['import', path.join(folder.path, 'events.ndjson'), '--server', url]);
    expect(again.code).toBe(0);
    const [, accepted = '', duplicates = ''] = /accepted +([\d,]+)\n +duplicate +([\d,]+)\n/.exec(again.stdout) ?? [];
    const [added, known] = [accepted, duplicates].map((count) => Number(count.replaceAll(',', '')));
    expect(known).toBeGreaterThan(1_900);
    expect((added ?? 0) + (known ?? 0)).toBe(total);
    expect((await statusOf(url)).head).toBe(String(total + 1));
  });

  it('says so when no server is there, or something that is no ledger', async () => {
    const input = ndjson(places());
    const nobody = await runLedger(['import', '-', '--server', 'http://127.0.0.1:1'], { input });
    expect(nobody.code).toBe(1);
    expect(nobody.stderr).toMatch(
      /^The ledger at http:\/\/127\.0\.0\.1:1 cannot be reached: nothing answers there.*ledger serve/,
    );
    const other = createServer((request, response) => request.resume().on('end', () => response.end('<html>')));
    other.listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const stranger = await runLedger(['import', '-', '--server', `http://127.0.0.1:${port}`], { input });
    other.close();
    expect(stranger.code).toBe(1);
    expect(stranger.stderr).toContain('is that the address of a ledger?');
  });
});
