import { isRefusedByLife } from '@plant-ledger/domain';
import type { EventStore, Position } from '@plant-ledger/event-store';
import type { ReadModel } from '../database/read-model.js';
import { QuarantineEntry } from '../entities/index.js';
import { misfitOf } from '../projector/misfit.js';

/** What a read model knows of the quarantine, as of a position. */
export interface QuarantineAsKnown {
  readonly through: Position;
  readonly ids: readonly string[];
  readonly waiting: readonly string[];
  /** Refused by where their unit or line stood, in the order of the log. */
  readonly refusedByLife: readonly Pick<QuarantineEntry, 'eventId' | 'event'>[];
}

/** Undefined where the read model cannot be gone on with over this log: then only the log itself knows. */
export async function quarantineAsKnown(
  readModel: ReadModel,
  store: EventStore,
): Promise<QuarantineAsKnown | undefined> {
  if (readModel.pointer.withheld() !== undefined) return undefined;
  if (await misfitOf(store, await readModel.pointer.progress())) return undefined;
  return readModel.read(async ({ manager, through }) => {
    const ids = await manager
      .createQueryBuilder(QuarantineEntry, 'entry')
      .select('entry.eventId', 'id')
      .getRawMany<{ id: string }>();
    const waiting = await manager.find(QuarantineEntry, { select: { eventId: true }, where: { state: 'waiting' } });
    const rejected =
      waiting.length === 0
        ? []
        : await manager.find(QuarantineEntry, { where: { state: 'rejected' }, order: { changedPosition: 'ASC' } });
    return {
      through,
      ids: ids.map(({ id }) => id),
      waiting: waiting.map(({ eventId }) => eventId),
      refusedByLife: rejected.filter(({ code }) => isRefusedByLife(code)),
    };
  });
}
