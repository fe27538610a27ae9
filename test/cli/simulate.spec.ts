import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { runLedger } from '../support/run-ledger.js';

describe('simulate', () => {
  it('writes one JSON event a line and nothing else', async () => {
    const { code, stdout, stderr } = await runLedger(['simulate', 'su7-2024', '--scale', '0.01']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const events = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const produced = events.filter(({ type }) => type === 'UnitProduced');
    expect(produced).toHaveLength(24 + 99 + 109 + 109 + 102);
    expect(events.every(({ specversion }) => specversion === '1.0')).toBe(true);
  });

  it('writes the same bytes again, and others for another seed', async () => {
    const args = ['simulate', 'su7-2024', '--scale', '0.01'];
    const [one, same, other] = await Promise.all([
      runLedger(args),
      runLedger(args),
      runLedger([...args, '--seed', '2']),
    ]);
    expect(one.stdout).toBe(same.stdout);
    expect(one.stdout).not.toBe(other.stdout);
  });

  it('ends quietly when its reader has had enough', async () => {
    const root = process.cwd();
    const main = path.join(root, 'dist/apps/cli/src/main.js');
    const child = spawn(path.join(root, 'node_modules/.bin/node'), [main, 'simulate', 'su7-2024'], { stdio: 'pipe' });
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.stdout.once('data', () => child.stdout.destroy());
    const [code] = await once(child, 'close');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('shows what is assumed, and why', async () => {
    const { code, stdout } = await runLedger(['simulate', 'su7-2024', '--assumptions']);
    expect(code).toBe(0);
    expect(stdout).toContain('The report gives no production figures');
    expect(stdout).toMatch(/from 2024-04-01 +to 2024-04-30, count 9,900/);
    expect(stdout).toMatch(/july delivery target +10,000/);
    expect(stdout).not.toContain('{');
  });
});
