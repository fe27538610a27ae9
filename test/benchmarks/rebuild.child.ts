import { constants, setPriority } from 'node:os';
import { openEventStore } from '@plant-ledger/event-store';
import { openReadModelStorage, rebuild } from '@plant-ledger/read-model';

/** What a rebuild in a process of its own has taken; memory in bytes, the most there was. */
export interface RebuildTaken {
  readonly outcome: string;
  readonly wall: number;
  readonly cpu: number;
  readonly rss: number;
}

// One rebuild from a log into a read model in a process of its own, as `ledger rebuild` does it.
setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
const [log = '', readModel = ''] = process.argv.slice(2);
const store = await openEventStore(`sqlite:${log}`, { readOnly: true });
const storage = await openReadModelStorage(`sqlite:${readModel}`);
const [began, before] = [performance.now(), process.cpuUsage()];
const { kind: outcome } = await rebuild({ storage, store });
const wall = performance.now() - began;
const { user, system } = process.cpuUsage(before);
await storage.close();
await store.close();
const taken: RebuildTaken = {
  outcome,
  wall,
  cpu: (user + system) / 1_000,
  rss: process.resourceUsage().maxRSS * 1_024,
};
process.send?.(taken);
