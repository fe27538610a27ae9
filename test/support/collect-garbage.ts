import { eventually } from './eventually.js';
import type { ServiceProcess } from './service-process.js';

export interface Memory {
  readonly rss: number;
  readonly heapUsed: number;
  /** Of buffers, beside the heap. */
  readonly external: number;
}

const TELL_MEMORY = `
  import { setFlagsFromString } from 'node:v8';
  import { runInNewContext } from 'node:vm';
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc');
  process.on('SIGUSR2', () => { collect(); console.log('MEMORY ' + JSON.stringify(process.memoryUsage())); });
`;

/** For the environment of a service: on SIGUSR2 it collects its garbage and says what it holds. */
export const COLLECTS_GARBAGE = {
  NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(TELL_MEMORY)}`,
} as const;

/** What such a service holds once its garbage is collected, bytes. */
export async function memoryHeld(child: ServiceProcess): Promise<Memory> {
  const reported = () => [...child.output().matchAll(/^MEMORY (\{.*\})$/gm)];
  const before = reported().length;
  process.kill(child.pid, 'SIGUSR2');
  await eventually(() => reported().length > before, 60_000);
  return JSON.parse(reported().at(-1)?.[1] ?? '') as Memory;
}
