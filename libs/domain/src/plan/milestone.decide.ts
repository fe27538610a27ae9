import { accept, recognise, refuse, restated, type Decision, type StatedEvent } from '../decision.js';
import type { EvolvingEvent, SourceEvent } from '../event.js';
import { Growing } from '../growing.js';
import type { References } from '../references.js';
import { unknownMilestone, unknownPlant } from '../unknown-things.js';
import type { MilestoneData, MilestoneEventType } from './milestone.events.js';

export interface MilestoneState {
  readonly known: Growing<StatedEvent>;
  /** As first defined. */
  readonly defined?: MilestoneData<'MilestoneDefined'> | undefined;
  readonly target: number;
  readonly due: string;
  readonly withdrawn: boolean;
}

export const NEW_MILESTONE: MilestoneState = { known: Growing.of(), target: 0, due: '', withdrawn: false };

export function evolveMilestone(state: MilestoneState, event: EvolvingEvent<MilestoneEventType>): MilestoneState {
  const known = state.known.plus(event);
  switch (event.type) {
    case 'MilestoneDefined': {
      const defined = event.data;
      return { known, defined, target: defined.target, due: defined.due, withdrawn: false };
    }
    case 'MilestoneRevised': {
      const { target, due } = event.data;
      return { ...state, known, target: target ?? state.target, due: due ?? state.due };
    }
    case 'MilestoneWithdrawn':
      return { ...state, known, withdrawn: true };
  }
}

export function decideMilestone(
  state: MilestoneState,
  event: SourceEvent<MilestoneEventType>,
  references: References,
): Decision {
  const known = recognise(state.known, event);
  if (known) return known;
  if (event.type === 'MilestoneDefined') return define(state, event, references);
  const { milestone } = event.data;
  if (!state.defined) return unknownMilestone(milestone, '/data/milestone');
  const latest = state.known.at(-1);
  if (event.type === 'MilestoneWithdrawn') return state.withdrawn && latest ? restated(latest, event) : accept(event);
  if (state.withdrawn)
    return refuse(
      'milestone-withdrawn',
      `Milestone "${milestone}" is withdrawn and cannot be revised. Define a new one under another id.`,
      '/data/milestone',
    );
  const { target = state.target, due = state.due } = event.data;
  return target === state.target && due === state.due && latest ? restated(latest, event) : accept(event);
}

function define(state: MilestoneState, event: SourceEvent<'MilestoneDefined'>, references: References): Decision {
  const data = event.data;
  if (data.plant !== undefined && !references.plant(data.plant)?.registered)
    return unknownPlant(data.plant, '/data/plant');
  const { defined } = state;
  const first = state.known.at(0);
  if (!defined || !first) return accept(event);
  const fields = ['title', 'metric', 'plant', 'model', 'target', 'due'] as const;
  if (fields.every((field) => data[field] === defined[field])) return restated(first, event);
  const now = state.withdrawn ? 'was withdrawn, and cannot be revised' : `is defined as "${defined.title}"`;
  const hint = state.withdrawn
    ? 'Use another id.'
    : 'Send MilestoneRevised to change its target or due date, or use another id.';
  return refuse('already-defined', `Milestone "${data.milestone}" ${now}. ${hint}`, '/data/milestone');
}
