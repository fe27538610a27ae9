import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { RebuildTaken } from './rebuild.child.js';

/** Rebuilds in a process of its own. @throws when it does not end with a new read model in place. */
export async function rebuildApart(log: string, readModel: string): Promise<RebuildTaken> {
  const child = fork(join(import.meta.dirname, 'rebuild.child.js'), [log, readModel], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  const ended = once(child, 'exit').then(() => {
    throw new Error('the rebuild has ended without a word');
  });
  const [taken] = (await Promise.race([once(child, 'message'), ended])) as [RebuildTaken];
  if (taken.outcome !== 'switched') throw new Error(`the rebuild ended otherwise: ${taken.outcome}`);
  ended.catch(() => undefined);
  return taken;
}
