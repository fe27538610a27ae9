import { Readable } from 'node:stream';
import path from 'node:path';
import { temporaryFolder } from '../../../../test/support/temporary-folder.js';
import { intoStore } from './into-store.js';

const folder = temporaryFolder();

const line = (id: string, type: string, data: object) =>
  Buffer.from(
    `${JSON.stringify({ specversion: '1.0', source: '//erp', id, type, time: '2024-08-05T00:00:00Z', data })}\n`,
  );
function* lines() {
  yield line('1', 'MonthClosed', { month: '2024-07' });
  yield line('2', 'MonthlyTargetSet', { month: '2024-08', metric: 'produced', target: 5 });
}

it.each([true, false])('a month is not closed without the figures to publish (dry run: %s)', async (dryRun) => {
  const settings = {
    eventStore: `sqlite:${path.join(folder.path, 'log.db')}`,
    streamPrefix: '',
    timeZone: 'UTC',
    clock: undefined,
    earliest: 0,
  };
  const reports: unknown[] = [];
  for await (const report of intoStore(Readable.from(lines()), settings, { dryRun, retry: false }))
    reports.push(...report);
  expect(reports).toMatchObject([
    { result: 'rejected', code: 'month-closing-unavailable', detail: expect.stringContaining('service') },
    { accepted: 1, rejected: 1 },
  ]);
});
