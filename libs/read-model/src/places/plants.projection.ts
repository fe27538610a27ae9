import type { Written } from '../projecting/projection/columns.js';
import type { Projection } from '../projecting/projection/projection.js';
import { rowsOf } from '../projecting/projection/tables.js';
import type { Places } from './dates.js';
import { Plant, PlantCapacity } from './places.entities.js';

export function createPlantsProjection(places: Places): Projection<'plant'> {
  let plants: Written<Plant>[] = [];
  let capacities: Written<PlantCapacity>[] = [];
  return {
    apply({ type, data, position, eventId, occurredAt, recordedAt }) {
      if (type === 'PlantRegistered') {
        const { plant, name, timeZone, vinCheckDigit } = data;
        places.addPlant(plant, timeZone);
        plants.push({ plant, name, timeZone, vinCheckDigit, position });
        return;
      }
      const { plant, unitsPerMonth, effectiveFrom, note = null } = data;
      capacities.push({ position, eventId, plant, unitsPerMonth, effectiveFrom, note, occurredAt, recordedAt });
    },
    take() {
      const rows = [rowsOf(Plant, plants), rowsOf(PlantCapacity, capacities)];
      plants = [];
      capacities = [];
      return rows;
    },
  };
}
