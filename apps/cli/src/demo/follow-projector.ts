import { setTimeout as delay } from 'node:timers/promises';
import type { Status } from '@plant-ledger/contract';
import { askLedger } from '../ask-ledger.js';
import { Failure } from '../failure.js';
import { showProgress } from '../terminal/progress.js';
import { grouped } from '../terminal/words.js';

const LOOK_EVERY = 150;
/** How long the position may stand still before the demo gives up, milliseconds. */
const PATIENCE = 60_000;

/**
 * Waits until the read model of a running ledger is up to date.
 * @throws Failure when the projector stops, or does not advance for a minute.
 */
export async function followProjector(server: string): Promise<void> {
  let status = await statusOf(server);
  const text = () =>
    `working out the figures: ${grouped(Number(status.position))} of ${grouped(Number(status.head ?? 0))} events`;
  using _progress = showProgress({ total: Number(status.head ?? 0), done: () => Number(status.position), text });
  let movedAt = Date.now();
  while (!status.caughtUp) {
    if (status.stopped) throw new Failure(`The figures stopped: ${status.stopped.reason}.`);
    if (Date.now() - movedAt > PATIENCE) throw new Failure('The figures have not moved for a minute.');
    await delay(LOOK_EVERY);
    const next = await statusOf(server);
    if (next.position !== status.position) movedAt = Date.now();
    status = next;
  }
}

async function statusOf(server: string): Promise<Status> {
  return (await askLedger({ server }, '/v1/status')) as Status;
}
