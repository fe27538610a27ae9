import { accept, recognise, restated, type Decision, type StatedEvent } from '../decision.js';
import type { EvolvingEvent, SourceEvent } from '../event.js';
import { Growing } from '../growing.js';
import type { References } from '../references.js';
import { unknownPlant } from '../unknown-things.js';
import type { TargetEventType } from './target.events.js';

export interface TargetState {
  /** Every target set, in order; the last one is in effect. */
  readonly known: Growing<StatedEvent & { readonly target: number }>;
}

export const NEW_TARGET: TargetState = { known: Growing.of() };

export function evolveTarget(state: TargetState, event: EvolvingEvent<TargetEventType>): TargetState {
  const { eventId, hash, position, occurredAt } = event;
  return {
    known: state.known.plus({ eventId, hash, position, occurredAt, target: event.data.target }),
  };
}

export function decideTarget(
  state: TargetState,
  event: SourceEvent<TargetEventType>,
  references: References,
): Decision {
  const { plant, target } = event.data;
  const known = recognise(state.known, event);
  if (known) return known;
  if (plant !== undefined && !references.plant(plant)?.registered) return unknownPlant(plant, '/data/plant');
  const latest = state.known.at(-1);
  if (latest && latest.target === target) return restated(latest, event);
  return accept(event);
}
