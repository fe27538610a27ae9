import { openEventStore } from '@plant-ledger/event-store';
import { takeInStream } from '../../intake/src/index.js';
import { CommandExecutor, QuarantineKeeper, openLedger, recordingClock, takeIn } from './index.js';
import { rmSync, mkdtempSync } from 'node:fs';
import { loadLines } from '../../../apps/cli/src/simulate/load.js';

it('bench', async () => {
  const dir = mkdtempSync('/tmp/q/');
  const store = await openEventStore(`sqlite:${dir}/log.db`);
  const rec = recordingClock();
  await openLedger(store, 'UTC', rec());
  const ex = new CommandExecutor(store, { recordedAt: rec });
  const keeper = new QuarantineKeeper(store, rec);
  const lines = [...loadLines({ units: 50000, seed: 1, deliver: true })];
  const chunks: Buffer[] = [];
  for (let i = 0; i < lines.length; i += 150) chunks.push(Buffer.from(lines.slice(i, i + 150).map((l) => l.endsWith('\n') ? l : l + '\n').join('')));
  for (let r = 0; r < 2; r++) {
  const t = performance.now();
  async function* gen() { for (const c of chunks) yield c; }
  let last: unknown;
  for await (const rep of takeInStream(gen(), { context: () => ({ now: Date.now(), earliest: 0 }), takeIn: (i) => takeIn(i, ex, keeper) })) last = rep.at(-1);
  const ms = performance.now() - t;
  console.log(lines.length, ms, Math.round(lines.length / ms * 1000), 'ev/s', JSON.stringify(last));
  }
  await store.close();
  rmSync(dir, { recursive: true });
}, 120000);
