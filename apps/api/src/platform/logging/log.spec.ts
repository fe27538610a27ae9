import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openLog, writingTo } from './log.js';

describe('the log of the service', () => {
  it('loses what a full disk does not take, and nothing that writes to it fails', () => {
    const log = openLog('info', writingTo('/dev/full'));
    for (let line = 0; line < 2_000; line += 1)
      expect(() => log.warn({ line, filling: 'x'.repeat(1_000) }, 'A request could not be answered')).not.toThrow();
  });

  it('is one line of JSON for each entry', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'plant-ledger-log-'));
    try {
      const file = path.join(folder, 'log');
      openLog('info', writingTo(file)).info({ status: 200 }, 'A request was answered');
      expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ level: 'info', status: 200 });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
