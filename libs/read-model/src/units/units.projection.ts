import { bookUnit, NEW_UNIT, type RecordedEvent, type Transfer, type UnitState } from '@plant-ledger/domain';
import type { Totals } from '../books/sums.js';
import { TransferRow } from '../books/books.entities.js';
import type { Places } from '../places/dates.js';
import type { Day } from '../places/day-lookup.js';
import type { Written } from '../projecting/projection/columns.js';
import type { Projection } from '../projecting/projection/projection.js';
import { rowsOf } from '../projecting/projection/tables.js';
import { foldUnit } from './folded-unit.js';
import { unitStanding } from './unit-standing.js';
import { UnitRow } from './unit.entity.js';

/** The units that the events of a batch concern, as in their rows; a unit without a row is new. */
export interface Units {
  get(vin: string): UnitState | undefined;
  set(vin: string, unit: UnitState): void;
}

/** Units, and the transfers that their events book, with the sums of these. */
export function createUnitsProjection(
  units: Units,
  places: Places,
  totals: Totals,
  onTransfer: (transfer: Transfer) => void,
): Projection<'unit'> & { transfers(): number } {
  const touched = new Map<string, bigint>();
  let transferRows: Written<TransferRow>[] = [];

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
    /** Transfers booked since the last `take`. */
    transfers: () => transferRows.length,
    take() {
      const unitRows: Written<UnitRow>[] = [];
      for (const [vin, position] of touched) unitRows.push(unitRow(vin, units.get(vin) ?? NEW_UNIT, position));
      const booked = transferRows;
      transferRows = [];
      touched.clear();
      return [rowsOf(TransferRow, booked), rowsOf(UnitRow, unitRows), ...totals.take()];
    },
  };
}

/** Deliveries and returns are dated by the site's calendar, everything else by the plant's. */
function dayOf({ site, plant, occurredAt }: Transfer, places: Places): Day {
  return site === undefined ? places.plantDay(plant, occurredAt) : places.siteDay(site, occurredAt);
}

function transferRow(
  { position, recordedAt }: RecordedEvent,
  sequence: number,
  vin: string,
  transfer: Transfer,
  { date, month }: Day,
): Written<TransferRow> {
  const { eventId, cause, kind, amount, debit, credit, plant, model, site = null, occurredAt } = transfer;
  const reported = { position, sequence, eventId, cause, vin, kind, amount, debit, credit, plant, model, site };
  return { ...reported, occurredAt, month, date, recordedAt };
}

function unitRow(vin: string, unit: UnitState, position: bigint): Written<UnitRow> {
  return { ...unitStanding(unit), vin, position, folded: foldUnit(unit) };
}
