import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testDatabase } from '../../libs/read-model/src/testing/postgres/test-database.js';
import { lineCommissioned, newVin, plantRegistered, produced } from '../support/events.js';
import { startTestService, type TestService } from '../support/service.js';

const SOURCE = '//counted.example';
const database = testDatabase();

async function ofSource(service: TestService) {
  const { sources } = (await service.read('/v1/sources')) as {
    sources: { source: string; counts: object; sequence: object }[];
  };
  return sources.find(({ source }) => source === SOURCE);
}

describe.each([
  ['SQLite', (folder: string) => `sqlite:${join(folder, 'read-model')}`],
  ['PostgreSQL', () => `${database.url}?schema=counted`],
])('duplicates and their numbers, kept in %s', (_name, readModelIn) => {
  it('are counted in every mode of intake, not on a dry run, and are there after a restart', async () => {
    const ledger = mkdtempSync(join(tmpdir(), 'plant-ledger-counts-'));
    const open = () => startTestService({ ledger, readModel: readModelIn(ledger) });
    let service = await open();
    try {
      await service.send.batch([plantRegistered('bj-1'), lineCommissioned('bj-1')]);
      const vin = newVin();
      const first = produced(vin, { source: SOURCE, sequence: '1' });
      const again = (sequence: string) => produced(vin, { source: SOURCE, sequence });
      expect(await service.send.structured(first)).toMatchObject({ status: 201 });
      expect(await service.send.structured(again('2'))).toMatchObject({ status: 200 });
      await service.send.batch([again('3'), first]);
      await service.send.batch([again('9')], '?dryRun=true');
      expect(await ofSource(service)).toMatchObject({
        counts: { accepted: 1, duplicates: 3 },
        sequence: { first: 1, last: 3, missing: 0, gaps: [] },
      });
      await service.close();
      service = await open();
      await service.send.structured(again('5'));
      expect(await ofSource(service)).toMatchObject({
        counts: { accepted: 1, duplicates: 4 },
        sequence: { first: 1, last: 5, missing: 1, gaps: [{ from: 4, to: 4 }] },
      });
    } finally {
      await service.close();
      rmSync(ledger, { recursive: true });
    }
  });
});
