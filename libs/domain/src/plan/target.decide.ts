import { accept, recognise, restated, type Decision, type StatedEvent } from '../decision.js';
import type { RecordedEvent, SourceEvent } from '../event.js';
import type { References } from '../references.js';
import { unknownPlant } from '../unknown-things.js';
import type { TargetData, TargetEventType } from './target.events.js';

export interface TargetState {
  readonly known: readonly StatedEvent[];
  /** Every target set, the first first; the last one is in force. */
  readonly targets: readonly number[];
}

export const NEW_TARGET: TargetState = { known: [], targets: [] };

export function evolveTarget(state: TargetState, event: Pick<RecordedEvent, 'data'> & StatedEvent): TargetState {
  return { known: [...state.known, event], targets: [...state.targets, (event.data as TargetData).target] };
}

export function decideTarget(
  state: TargetState,
  event: SourceEvent<TargetEventType>,
  references: References,
): Decision {
  const { plant, target } = event.data as TargetData;
  const known = recognise(state.known, event);
  if (known) return known;
  if (plant !== undefined && !references.plant(plant)?.registered) return unknownPlant(plant, '/data/plant');
  const latest = state.known.at(-1);
  if (latest && state.targets.at(-1) === target) return restated(latest, event);
  return accept(event);
}
