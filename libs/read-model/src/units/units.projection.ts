import { bookUnit, NEW_UNIT, type RecordedEvent, type Transfer, type UnitState } from '@plant-ledger/domain';
import type { Totals } from '../books/sums.js';
import type { Places } from '../places/dates.js';
import type { Day } from '../places/day-lookup.js';
import type { Projection } from '../projecting/projection/projection.js';
import { TABLES, type Row } from '../projecting/projection/tables.js';
import { foldUnit } from './folded-unit.js';
import { unitStanding } from './unit-standing.js';

/** The units that the events of a batch are about, as their rows hold them; a unit without a row is new. */
export interface Units {
  get(vin: string): UnitState | undefined;
  set(vin: string, unit: UnitState): void;
}

/** Told of every transfer once it is booked. */
export type OnTransfer = (transfer: Transfer) => void;

export interface UnitsProjection extends Projection<'unit'> {
  /** Transfers booked since the last `take`. */
  transfers(): number;
}

/** Units, and the transfers that their events book, with the sums over these. */
export function createUnitsProjection(
  units: Units,
  places: Places,
  totals: Totals,
  onTransfer: OnTransfer,
): UnitsProjection {
  const touched = new Map<string, bigint>();
  let transferRows: Row[] = [];

  return {
    apply(event) {
      const { vin } = event.data;
      const { state, transfers } = bookUnit(units.get(vin) ?? NEW_UNIT, event);
      units.set(vin, state);
      touched.set(vin, event.position);
      if (transfers.length > 0) totals.book(event.position, transfers.length);
      for (let sequence = 0; sequence < transfers.length; sequence += 1) {
        const transfer = transfers[sequence];
        if (!transfer) break;
        const day = dayOf(transfer, places);
        transferRows.push(transferRow(event, sequence, vin, transfer, day));
        totals.add(transfer, day);
        onTransfer(transfer);
      }
    },
    transfers: () => transferRows.length,
    take() {
      const unitRows: Row[] = [];
      for (const [vin, position] of touched) unitRows.push(unitRow(vin, units.get(vin) ?? NEW_UNIT, position));
      const booked = transferRows;
      transferRows = [];
      touched.clear();
      return [{ table: TABLES.transfer, rows: booked }, { table: TABLES.unit, rows: unitRows }, ...totals.take()];
    },
  };
}

/** Deliveries and returns are dated where they happen, everything else at the plant. */
function dayOf({ site, plant, occurredAt }: Transfer, places: Places): Day {
  return site === undefined ? places.plantDay(plant, occurredAt) : places.siteDay(site, occurredAt);
}

function transferRow(event: RecordedEvent, sequence: number, vin: string, transfer: Transfer, day: Day): Row {
  const { eventId, cause, kind, amount, debit, credit, plant, model, site = null, occurredAt } = transfer;
  const { position, recordedAt } = event;
  const { date, month } = day;
  return [
    position,
    sequence,
    eventId,
    cause,
    vin,
    kind,
    amount,
    debit,
    credit,
    plant,
    model,
    site,
    occurredAt,
    month,
    date,
    recordedAt,
  ];
}

function unitRow(vin: string, unit: UnitState, position: bigint): Row {
  const { account, plant, line, model, variant, producedAt, deliveredAt } = unitStanding(unit);
  return [vin, account, plant, line, model, variant, producedAt, deliveredAt, position, foldUnit(unit)];
}
