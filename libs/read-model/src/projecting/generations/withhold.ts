import type { EventStore } from '@plant-ledger/event-store';
import type { ReadModel } from '../storage/read-model.js';
import { misfitOf } from './misfit.js';
import { notBuilt } from './rebuild-instead.js';
import { progressUnlessDamaged } from './sound.js';

/**
 * To be called before anything is read: where the read model is damaged or was made of another log, reading fails with
 * that reason until the projector has filled a new generation.
 */
export async function withholdUnlessOfLog(readModel: ReadModel, store: EventStore): Promise<void> {
  const progress = await progressUnlessDamaged(readModel);
  const misfit = progress && (await misfitOf(store, progress));
  if (misfit && !misfit.mayBeShown) readModel.pointer.withhold(notBuilt(misfit.why));
}
