import type { ReadModel } from '@plant-ledger/read-model';
import type { IntakeGuard } from '../files/intake-guard.js';
import type { Collected } from './gauges.js';

/** Metrics of the ledger's files: free space, and whether they are sound. */
export function registerFiles(metrics: Collected, guard: IntakeGuard, readModel: ReadModel): void {
  metrics.gauge('ledger_disk_free_bytes', "Room on the log's disk; none where a server keeps the log", () =>
    guard.free(),
  );
  metrics.gauge(
    'ledger_disk_reserve_bytes',
    'With less room than this on the disk of the log nothing is taken in',
    () => guard.reserve,
  );
  metrics.gauge(
    'ledger_intake_stopped',
    'Whether nothing is taken in, since the disk of the log is nearly full or the log is damaged: 1 or 0',
    () => guard.refusal() !== undefined,
  );
  metrics.gauges(
    'ledger_files_damaged',
    'Whether the log or the read model is known to be damaged: 1 or 0',
    ['files'],
    () => [
      { labels: { files: 'log' }, value: guard.damage() !== undefined },
      { labels: { files: 'read-model' }, value: readModel.pointer.damage() !== undefined },
    ],
  );
}
