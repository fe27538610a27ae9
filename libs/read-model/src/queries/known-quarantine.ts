import { isRefusedByLife, RULES } from '@plant-ledger/domain';
import type { EventStore, Position } from '@plant-ledger/event-store';
import { In } from 'typeorm';
import type { ReadModel } from '../database/read-model.js';
import { QuarantineEntry } from '../entities/index.js';
import { misfitOf } from '../projector/misfit.js';

const CODES_BY_LIFE = Object.keys(RULES).filter(isRefusedByLife);
/** So many that were settled last: what was refused just before a crash may rest on those. */
const LATELY = 1_000;

/** What a read model knows of the quarantine, as of a position. */
export interface QuarantineAsKnown {
  readonly through: Position;
  readonly ids: readonly string[];
  readonly waiting: readonly string[];
  /** Refused by where their unit or line stood, in the order of the log. */
  readonly refusedByLife: readonly Pick<QuarantineEntry, 'eventId' | 'event'>[];
  /** Those settled last, in the order of the log. */
  readonly settled: readonly Pick<QuarantineEntry, 'event' | 'changedPosition'>[];
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
    const rejected = await manager.find(QuarantineEntry, {
      where: { state: 'rejected', code: In(CODES_BY_LIFE) },
      order: { changedPosition: 'ASC' },
    });
    const settled = await manager.find(QuarantineEntry, {
      where: { state: 'resolved' },
      order: { changedPosition: 'DESC' },
      take: LATELY,
    });
    return {
      through,
      ids: ids.map(({ id }) => id),
      waiting: waiting.map(({ eventId }) => eventId),
      refusedByLife: rejected,
      settled: settled.reverse(),
    };
  });
}
