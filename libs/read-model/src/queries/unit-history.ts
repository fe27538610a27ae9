import { evolveUnit, fromStored, NEW_UNIT } from '@plant-ledger/domain';
import { formatPosition, type EventStore, type Position } from '@plant-ledger/event-store';
import type { ReadModel } from '../database/read-model.js';
import { UnitRow } from '../entities/index.js';
import { unitStanding } from '../projections/unit-standing.js';
import { formatInstant } from './wire.js';

export interface UnitHistory {
  readonly position: string;
  readonly vin: string;
  readonly model: string | null;
  readonly variant: string | null;
  readonly plant: string | null;
  readonly line: string | null;
  /** The account it stands in; `none` while facts wait for its production. */
  readonly state: string;
  readonly producedAt: string | null;
  readonly deliveredAt: string | null;
  readonly history: readonly HistoryEntry[];
}

export interface HistoryEntry {
  readonly eventId: string;
  readonly type: string;
  readonly occurredAt: string;
  readonly recordedAt: string;
  readonly position: string;
  readonly source: string;
  readonly id: string;
  readonly actor?: string | undefined;
  /** It waited for what it builds on before it was taken in. */
  readonly parked?: true | undefined;
  readonly data: Readonly<Record<string, unknown>>;
}

/**
 * One vehicle and everything that was told of it, read from the log up to the read model's position, so the whole
 * answer is as of one position; as of an earlier one, it is folded anew. Undefined when nothing is (or was) known of it.
 */
export async function unitHistory(
  readModel: ReadModel,
  store: EventStore,
  vin: string,
  asOf?: Position,
): Promise<UnitHistory | undefined> {
  const { unit, position } = await readModel.read(async (snapshot) => ({
    unit: await snapshot.manager.findOneBy(UnitRow, { vin }),
    position: snapshot.position,
  }));
  if (!unit) return undefined;
  const until = asOf !== undefined && asOf < position ? asOf : position;
  const events = (await store.readStream(`unit-${vin}`)).filter((event) => event.position <= until).map(fromStored);
  if (events.length === 0) return undefined;
  const { account, model, variant, plant, line, producedAt, deliveredAt } =
    until === position ? unit : unitStanding(events.reduce(evolveUnit, NEW_UNIT));
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
    history: events.map((event) => ({
      eventId: event.eventId,
      type: event.type,
      occurredAt: formatInstant(event.occurredAt),
      recordedAt: formatInstant(event.recordedAt),
      position: formatPosition(event.position),
      source: event.source,
      id: event.id,
      actor: event.actor,
      parked: event.parked,
      data: event.data,
    })),
  };
}
