import type { Projection } from '../projecting/projection/projection.js';
import { TABLES, type Row } from '../projecting/projection/tables.js';
import type { Places } from './dates.js';

export function createPlantsProjection(places: Places): Projection<'plant'> {
  let plants: Row[] = [];
  let capacities: Row[] = [];
  return {
    apply({ type, data, position, eventId, occurredAt, recordedAt }) {
      if (type === 'PlantRegistered') {
        const { plant, name, timeZone, vinCheckDigit } = data;
        places.addPlant(plant, timeZone);
        plants.push([plant, name, timeZone, vinCheckDigit, position]);
        return;
      }
      const { plant, unitsPerMonth, effectiveFrom, note = null } = data;
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
