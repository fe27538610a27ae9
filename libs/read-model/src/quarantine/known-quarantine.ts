import { isRefusedByLife, RULES, streamOfKept, type KeptPlace, type KnownQuarantine } from '@plant-ledger/domain';
import { In, type EntityManager, type FindOptionsWhere } from 'typeorm';
import type { Snapshot } from '../asking/snapshot.js';
import { QuarantineEntry } from './quarantine-entry.entity.js';

const CODES_BY_LIFE = Object.keys(RULES).filter(isRefusedByLife);
/** How many of those settled last are read: what was refused just before a crash may rest on them. */
const LATELY = 1_000;

/** What a starting ledger need not search for in the log. */
export async function knownQuarantine({ manager, through }: Snapshot): Promise<KnownQuarantine> {
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
    for (const entry of await manager.findBy(QuarantineEntry, { eventId: In(some) })) {
      const { eventId, code, event, firstSeenPosition, changedPosition } = entry;
      const stream = streamOfKept(event);
      const positions = { since: BigInt(firstSeenPosition), position: BigInt(changedPosition) };
      if (stream !== undefined) found.push({ eventId, code, stream, ...positions });
    }
  }
  return found.sort((one, other) => (one.position < other.position ? -1 : 1));
}
