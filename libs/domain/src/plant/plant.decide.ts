import { accept, recognise, refuse, restated, type Decision } from '../decision.js';
import type { SourceEvent } from '../event.js';
import { isSameZone } from '../time/calendar.js';
import { unknownPlant } from '../unknown-things.js';
import type { PlantEventType } from './plant.events.js';
import type { PlantState } from './plant.state.js';

export function decidePlant(state: PlantState, event: SourceEvent<PlantEventType>): Decision {
  const known = recognise(state.known, event);
  if (known) return known;
  return event.type === 'PlantRegistered' ? register(state, event) : changeCapacity(state, event);
}

function register(state: PlantState, event: SourceEvent<'PlantRegistered'>): Decision {
  const { registered } = state;
  const first = state.known.at(0);
  if (!registered || !first) return accept(event);
  const { plant, name, timeZone, vinCheckDigit } = event.data;
  if (!isSameZone(timeZone, registered.timeZone))
    return refuse(
      'zone-fixed',
      `Plant "${plant}" is registered in ${registered.timeZone}. A zone never changes, or months already read would: register another plant.`,
      '/data/timeZone',
    );
  if (name === registered.name && vinCheckDigit === registered.vinCheckDigit) return restated(first, event);
  return refuse(
    'already-registered',
    `Plant "${plant}" is registered as "${registered.name}" with vinCheckDigit "${registered.vinCheckDigit}".`,
    '/data/plant',
  );
}

function changeCapacity(state: PlantState, event: SourceEvent<'PlantCapacityChanged'>): Decision {
  const { plant, unitsPerMonth, effectiveFrom } = event.data;
  if (!state.registered) return unknownPlant(plant, '/data/plant');
  const current = state.capacities.findLastIndex((capacity) => capacity.effectiveFrom === effectiveFrom);
  const first = state.known.at(current + 1);
  if (state.capacities[current]?.unitsPerMonth === unitsPerMonth && first) return restated(first, event);
  return accept(event);
}
