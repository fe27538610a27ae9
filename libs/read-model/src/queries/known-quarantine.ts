import { isRefusedByLife, RULES, streamOfKept, type KeptPlace, type KnownQuarantine } from '@plant-ledger/domain';
import type { EventStore } from '@plant-ledger/event-store';
import { In, type EntityManager, type FindOptionsWhere } from 'typeorm';
import type { ReadModel } from '../database/read-model.js';
import { QuarantineEntry } from '../entities/index.js';
import { misfitOf } from '../projector/misfit.js';

const CODES_BY_LIFE = Object.keys(RULES).filter(isRefusedByLife);
/** So many that were settled last: what was refused just before a crash may rest on those. */
const LATELY = 1_000;

/** Undefined where the read model cannot be gone on with over this log: then only the log itself knows. */
export async function quarantineAsKnown(readModel: ReadModel, store: EventStore): Promise<KnownQuarantine | undefined> {
  if (readModel.pointer.withheld() !== undefined) return undefined;
  if (await misfitOf(store, await readModel.pointer.progress())) return undefined;
  return readModel.read(async ({ manager, through }) => {
    const ids = (where: FindOptionsWhere<QuarantineEntry>, take?: number) =>
      manager.find(QuarantineEntry, { select: ID, where, order: { changedPosition: 'DESC' }, take });
    const placesOf = (entries: readonly Pick<QuarantineEntry, 'eventId'>[]) => places(manager, entries);
    return {
      through,
      ids: (await ids({})).map(({ eventId }) => eventId),
      waiting: await placesOf(await ids({ state: 'waiting' })),
      refusedByLife: await placesOf(await ids({ state: 'rejected', code: In(CODES_BY_LIFE) })),
      settled: await placesOf(await ids({ state: 'resolved' }, LATELY)),
    };
  });
}

const ID = { eventId: true, changedPosition: true } as const;

/** Events may be long: no more are in memory at once. */
const TOGETHER = 100;

async function places(
  manager: EntityManager,
  entries: readonly Pick<QuarantineEntry, 'eventId'>[],
): Promise<KeptPlace[]> {
  const found: KeptPlace[] = [];
  for (let start = 0; start < entries.length; start += TOGETHER) {
    const some = entries.slice(start, start + TOGETHER).map(({ eventId }) => eventId);
    for (const { eventId, event, changedPosition } of await manager.findBy(QuarantineEntry, { eventId: In(some) })) {
      const stream = streamOfKept(event);
      if (stream !== undefined) found.push({ eventId, stream, position: BigInt(changedPosition) });
    }
  }
  return found.sort((one, other) => (one.position < other.position ? -1 : 1));
}
