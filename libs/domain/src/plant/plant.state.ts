import type { StatedEvent } from '../decision.js';
import type { EvolvingEvent } from '../event.js';
import { Growing } from '../growing.js';
import type { PlantData, PlantEventType } from './plant.events.js';

export interface PlantState {
  readonly known: Growing<StatedEvent>;
  readonly registered?: PlantData<'PlantRegistered'> | undefined;
  /** In the order of the stream; `unitsPerMonth` from `effectiveFrom` on, the later one wins. */
  readonly capacities: readonly PlantData<'PlantCapacityChanged'>[];
}

export const NEW_PLANT: PlantState = { known: Growing.of(), capacities: [] };

export function evolvePlant(state: PlantState, event: EvolvingEvent<PlantEventType>): PlantState {
  const known = state.known.plus(event);
  switch (event.type) {
    case 'PlantRegistered':
      return { ...state, known, registered: event.data };
    case 'PlantCapacityChanged':
      return { ...state, known, capacities: [...state.capacities, event.data] };
  }
}
