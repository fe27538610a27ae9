import { refuse, type Refusal } from '../decision.js';
import { MOST_WAITING } from './unit.waiting.js';
import type { UnitState } from './unit.state.js';

/**
 * The most that one unit accepts, twenty times what vehicles have: every amendment may book all of its facts anew, so
 * an amendment is as much work as there are facts. Logs of earlier versions may have more, and parked facts are
 * recorded even beyond it.
 */
export const MOST_OF_A_UNIT = { facts: 1_000, amendments: 100 };

/** The refusal of one more fact; undefined while there is room. */
export function noRoomForFact({ facts }: UnitState): Refusal | undefined {
  if (facts.length < MOST_OF_A_UNIT.facts) return undefined;
  return refuse('too-many-events', `This unit has ${facts.length} facts, and takes ${MOST_OF_A_UNIT.facts}. ${LOOK}`);
}

/** The refusal of one more void or correction; undefined while there is room. */
export function noRoomForAmendment({ facts, amendments }: UnitState): Refusal | undefined {
  const { facts: most, amendments: mostAmendments } = MOST_OF_A_UNIT;
  if (amendments.length >= mostAmendments)
    return refuse(
      'too-many-events',
      `This unit has ${amendments.length} voids and corrections, and takes ${mostAmendments}. ${LOOK}`,
    );
  if (facts.length <= most + MOST_WAITING.facts) return undefined;
  return refuse('too-many-events', `This unit has ${facts.length} facts: too many to amend any. ${LOOK}`);
}

const LOOK =
  'No vehicle has so many: look whether its source sends those of several under one VIN, or one again and again under other ids.';
