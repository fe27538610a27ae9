import { readFileSync } from 'node:fs';

/** What a process's first thread has worked so far, which is the one that answers; milliseconds of processor. */
export function processorTime(pid: number | string): number {
  return Number(readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6;
}

/** What all threads of a process have worked so far, milliseconds of processor in steps of ten. */
export function processorTimeOfAll(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // Behind the name, which may have spaces: user and system time, in hundredths of a second.
  const [user, system] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13);
  return (Number(user) + Number(system)) * 10;
}
