import type { EventStore } from '@plant-ledger/event-store';
import type { ReadModel } from '../database/read-model.js';
import { misfitOf } from '../projector/misfit.js';
import { notBuilt } from '../projector/rebuild-instead.js';

/**
 * Before anything is read: where the read model was made of another log, reading fails with that reason until the
 * projector has filled a new generation.
 */
export async function withholdUnlessOfLog(readModel: ReadModel, store: EventStore): Promise<void> {
  const misfit = await misfitOf(store, await readModel.pointer.progress());
  if (misfit && !misfit.mayBeShown) readModel.pointer.withhold(notBuilt(misfit.why));
}
