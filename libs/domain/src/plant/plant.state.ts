import type { StatedEvent } from '../decision.js';
import type { RecordedEvent } from '../event.js';
import type { PlantData, PlantEventType } from './plant.events.js';

export interface PlantState {
  readonly known: readonly StatedEvent[];
  readonly registered?: PlantData<'PlantRegistered'> | undefined;
  /** In the order of the stream; `unitsPerMonth` from `effectiveFrom` on, the later one wins. */
  readonly capacities: readonly PlantData<'PlantCapacityChanged'>[];
}

export const NEW_PLANT: PlantState = { known: [], capacities: [] };

export function evolvePlant(state: PlantState, event: Pick<RecordedEvent, 'type' | 'data'> & StatedEvent): PlantState {
  const known = [...state.known, event];
  switch (event.type as PlantEventType) {
    case 'PlantRegistered':
      return { ...state, known, registered: event.data as PlantData<'PlantRegistered'> };
    case 'PlantCapacityChanged':
      return { ...state, known, capacities: [...state.capacities, event.data as PlantData<'PlantCapacityChanged'>] };
  }
}
