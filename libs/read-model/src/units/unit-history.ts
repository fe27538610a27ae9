import type { HistoryEntry, UnitAsked, UnitHistory } from '@plant-ledger/contract';
import { evolveUnit, fromStored, NEW_UNIT, type RecordedEvent } from '@plant-ledger/domain';
import { formatPosition, START, type EventStore, type Position, type StoredEvent } from '@plant-ledger/event-store';
import { ANSWER_ROOM } from '../asking/page-of.js';
import type { SnapshotReader } from '../asking/snapshot.js';
import { formatInstant } from '../asking/wire.js';
import { unitStanding } from './unit-standing.js';
import { UnitRow } from './unit.entity.js';

/**
 * One vehicle and its history, read from the log up to the read model's position, so the whole answer is as of one
 * position; for an earlier one, its state is evolved anew. Undefined when nothing is (or was) known of it.
 */
export async function unitHistory(
  readModel: SnapshotReader,
  store: EventStore,
  { vin, asOf, after = START, limit }: UnitAsked,
): Promise<UnitHistory | undefined> {
  const { unit, position } = await readModel.read(async (snapshot) => ({
    unit: await snapshot.manager.findOneBy(UnitRow, { vin }),
    position: snapshot.position,
  }));
  if (!unit) return undefined;
  const until = asOf !== undefined && asOf < position ? asOf : position;
  const isNow = until === position;
  let [folded, room, reported, isFull] = [NEW_UNIT, ANSWER_ROOM, false, false];
  const shown: RecordedEvent[] = [];
  for await (const stored of eventsOf(store, `unit-${vin}`, until)) {
    reported = true;
    const event = fromStored(stored);
    if (!isNow) folded = evolveUnit(folded, event);
    if (stored.position <= after || isFull) continue;
    room -= sizeOf(stored);
    isFull = shown.length === limit || (room < 0 && shown.length > 0);
    if (!isFull) shown.push(event);
    else if (isNow) break;
  }
  if (!reported) return undefined;
  const { account, model, variant, plant, line, producedAt, deliveredAt } = isNow ? unit : unitStanding(folded);
  return {
    position: formatPosition(asOf ?? position),
    vin,
    model,
    variant,
    plant,
    line,
    state: account,
    producedAt: formatInstant(producedAt),
    deliveredAt: formatInstant(deliveredAt),
    history: shown.map(entryOf),
    next: isFull ? formatPosition(shown.at(-1)?.position ?? after) : null,
  };
}

/** Events of a stream up to a position; a long stream is never in memory as a whole. */
async function* eventsOf(
  store: EventStore,
  stream: string,
  until: Position,
): AsyncGenerator<StoredEvent, void, undefined> {
  for (let fromRevision = 0; ;) {
    const page = await store.readStream(stream, { fromRevision, limit: PAGE, bytes: ANSWER_ROOM });
    for (const event of page) {
      if (event.position > until) return;
      yield event;
    }
    const last = page.at(-1);
    // An engine may end a page early, so only an empty one is the end.
    if (!last) return;
    fromRevision = last.revision + 1;
  }
}

function sizeOf({ data, metadata }: StoredEvent): number {
  return data.length + metadata.length;
}

const PAGE = 1_000;

function entryOf(event: RecordedEvent): HistoryEntry {
  return {
    eventId: event.eventId,
    type: event.type,
    occurredAt: formatInstant(event.occurredAt),
    recordedAt: formatInstant(event.recordedAt),
    position: formatPosition(event.position),
    source: event.source,
    id: event.id,
    actor: event.actor,
    by: event.by,
    parked: event.parked,
    data: event.data,
  };
}
