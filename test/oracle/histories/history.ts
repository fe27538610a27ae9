import type { Answer, Reported } from '../rules/reported.js';
import { amendLine, lineEvent } from './line-reportings.js';
import { amendUnseen, faultyEvent, planEvent, siteEvent, reportedAgain } from './other-reportings.js';
import { places } from './places.js';
import { Random } from './random.js';
import { Script } from './script.js';
import { PERIODS, ZONES } from './times.js';
import { amendUnit, newUnit, nextFact } from './unit-reportings.js';

/** A random history: what its sources tell, in this order. */
export interface History {
  readonly seed: number;
  readonly reported: readonly Reported[];
  readonly answers: readonly Answer[];
}

export const reportingZoneOf = (seed: number): string => new Random(seed).of(ZONES);

/** A history from its seed alone; `name` stands in all its names. */
export function historyOf(seed: number, reportingZone: string, length = 45): History {
  const random = new Random(seed);
  const script = new Script(seed, random, `x${seed.toString(36)}`, random.of(PERIODS), reportingZone);
  const { now, later } = places(script);
  for (const reporting of now) reporting();
  while (script.reported.length < length) {
    random.weighted([
      [5, newUnit],
      [14, nextFact],
      [6, amendUnit],
      [6, lineEvent],
      [3, amendLine],
      [2, siteEvent],
      [2, planEvent],
      [5, reportedAgain],
      [1, faultyEvent],
      [1, amendUnseen],
      [later.length > 0 ? 2 : 0, () => later.shift()?.()],
    ])(script);
  }
  for (const reporting of later) if (random.chance(0.7)) reporting();
  // Sending a whole file again changes no figure.
  if (random.chance(0.2)) for (const reported of [...script.reported]) script.send(reported);
  return { seed, reported: script.reported, answers: script.answers };
}
