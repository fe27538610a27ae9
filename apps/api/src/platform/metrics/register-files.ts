import type { ReadModel } from '@plant-ledger/read-model';
import type { Registry } from 'prom-client';
import type { IntakeGuard } from '../files/intake-guard.js';
import { collected } from './gauges.js';

/** Metrics of the ledger's files: free space, and whether they are sound. */
export function registerFiles(registry: Registry, guard: IntakeGuard, readModel: ReadModel): void {
  const { gauge } = collected(registry);
  gauge('ledger_disk_free_bytes', "Room on the log's disk; none where a server keeps the log", [], () => {
    const free = guard.free();
    return free === undefined ? [] : [{ value: free }];
  });
  gauge('ledger_disk_reserve_bytes', 'With less room than this on the disk of the log nothing is taken in', [], () => [
    { value: guard.reserve },
  ]);
  gauge(
    'ledger_intake_stopped',
    'Whether nothing is taken in, since the disk of the log is nearly full or the log is damaged: 1 or 0',
    [],
    () => [{ value: guard.refusal() ? 1 : 0 }],
  );
  gauge('ledger_files_damaged', 'Whether the log or the read model is known to be damaged: 1 or 0', ['files'], () => [
    { labels: { files: 'log' }, value: guard.damage() ? 1 : 0 },
    { labels: { files: 'read-model' }, value: readModel.pointer.damage() === undefined ? 0 : 1 },
  ]);
}
