import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startService, type Service } from '../../apps/api/src/service.js';
import { ask, linesOf, said } from '../support/ask.js';
import { configuredIn } from '../support/configured.js';
import { eventually } from '../support/eventually.js';
import { newVin, places, produced } from '../support/events.js';
import { openLive, type LiveConnection } from '../support/live.js';

let folder: string;
let service: Service;
const start = async (): Promise<void> => {
  service = await startService(configuredIn(folder, { liveConnections: 10 }), false);
};
const send = async (events: readonly unknown[]): Promise<string> => {
  const headers = { 'content-type': 'application/cloudevents-batch+json' };
  const answer = await ask(`${service.url}/v1/events`, { method: 'POST', headers, body: JSON.stringify(events) });
  return said(answer).results.at(-1).position;
};
const ids = ({ reported }: LiveConnection) => reported.map(({ id }) => id);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plant-ledger-live-'));
  await start();
});
afterEach(async () => {
  await service.close();
  await rm(folder, { recursive: true });
});

describe('a live client whose service is restarted', () => {
  it('comes again with what it was told last, and goes on from there', async () => {
    const before = await openLive(service.url, { query: '?after=0' });
    const last = await send([...places(), produced(newVin())]);
    await eventually(() => before.lastId() === last);
    await service.close();
    await before.over;
    expect(before.text()).toContain('retry: 2000');
    await start();
    const missed = await send([produced(newVin()), produced(newVin())]);
    const after = await openLive(service.url, { after: before.lastId() });
    const next = await send([produced(newVin())]);
    await eventually(() => after.lastId() === next);
    const all = linesOf(await ask(`${service.url}/v1/log?after=0`)).map(({ position }) => position);
    expect(BigInt(missed)).toBeGreaterThan(BigInt(last));
    expect([...ids(before), ...ids(after)]).toEqual(all);
    after.drop();
  });

  it('may name a place that the read model has not come to yet, and is told only of what is behind it', async () => {
    await send(places());
    const last = await send(Array.from({ length: 500 }, () => produced(newVin())));
    const live = await openLive(service.url, { after: last });
    const next = await send([produced(newVin())]);
    await eventually(() => live.reported.length > 0);
    expect(ids(live)).toEqual([next]);
    live.drop();
  });
});
