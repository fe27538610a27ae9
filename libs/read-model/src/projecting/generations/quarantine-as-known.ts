import type { KnownQuarantine } from '@plant-ledger/domain';
import type { EventStore } from '@plant-ledger/event-store';
import { knownQuarantine } from '../../quarantine/known-quarantine.js';
import type { ReadModel } from '../storage/read-model.js';
import { misfitOf } from './misfit.js';
import { progressUnlessDamaged, unlessDamaged } from './sound.js';

/** Undefined where the read model is damaged or cannot be continued over this log: then the whole log must be read. */
export async function quarantineAsKnown(readModel: ReadModel, store: EventStore): Promise<KnownQuarantine | undefined> {
  if (readModel.pointer.withheld() !== undefined) return undefined;
  const progress = await progressUnlessDamaged(readModel);
  if (!progress || (await misfitOf(store, progress))) return undefined;
  return unlessDamaged(readModel.pointer, () => readModel.read(knownQuarantine));
}
