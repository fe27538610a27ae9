import { startService } from '../../apps/api/src/service.js';
import { configuredIn } from '../support/configured.js';
import type { Usage } from './service.js';

// The service in a process of its own; asked over IPC, it collects garbage and says what it has used.
const [folder = ''] = process.argv.slice(2);
const service = await startService(configuredIn(folder), false);
process.on('message', (asked) => {
  if (asked === 'close') void service.close().then(() => process.disconnect());
  else process.send?.(usage(asked === 'collect'));
});
process.send?.({ url: service.url });

function usage(collect: boolean): Usage {
  if (collect) globalThis.gc?.();
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed } = process.memoryUsage();
  return { cpu: (user + system) / 1_000, rss, heapUsed };
}
