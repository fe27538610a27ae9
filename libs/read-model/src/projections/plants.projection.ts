import type { PlantData } from '@plant-ledger/domain';
import type { Places } from './places.js';
import type { Projection } from './projection.js';
import { TABLES, type Row } from './tables.js';

export function createPlantsProjection(places: Places): Projection {
  let plants: Row[] = [];
  let capacities: Row[] = [];
  return {
    apply({ type, data, position, eventId, occurredAt, recordedAt }) {
      if (type === 'PlantRegistered') {
        const { plant, name, timeZone, vinCheckDigit } = data as PlantData<'PlantRegistered'>;
        places.addPlant(plant, timeZone);
        plants.push([plant, name, timeZone, vinCheckDigit, position]);
        return;
      }
      const { plant, unitsPerMonth, effectiveFrom, note = null } = data as PlantData<'PlantCapacityChanged'>;
      capacities.push([position, eventId, plant, unitsPerMonth, effectiveFrom, note, occurredAt, recordedAt]);
    },
    take() {
      const rows = [
        { table: TABLES.plant, rows: plants },
        { table: TABLES.plantCapacity, rows: capacities },
      ];
      plants = [];
      capacities = [];
      return rows;
    },
  };
}
