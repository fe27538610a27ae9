/** Every code a refusal by rule can carry, with one line on what it means. Stable: sources program against them. */
export const RULES = {
  'out-of-order': 'it builds on a fact that has not arrived yet; it waits for it',
  'too-many-waiting': 'as many facts wait for this unit as may wait for one',
  'too-many-events': 'the unit has as many facts, or amendments, as one may have',
  'too-large-to-append': 'it is larger than the store takes in one append',
  'stream-unusable': 'the store does not take or give what belongs to this stream',
  'conflicting-duplicate': 'the same source and id was accepted before with other content',
  'duplicate-differs': 'another source told the same fact with other details; listed for an operator',

  'unknown-plant': 'the plant is not registered yet; it waits for that',
  'unknown-line': 'the line is not commissioned yet; it waits for that',
  'unknown-site': 'the site was not opened yet; it waits for that',
  'unknown-milestone': 'the milestone is not defined yet; it waits for that',
  'unknown-event': 'the event to amend is not in this stream',

  'vin-check-digit': "the VIN's check digit is wrong and the plant requires it",
  'already-produced': 'the unit is produced, with other details',
  'already-held': 'the unit is on hold',
  'already-shipped': 'the unit is in transit, elsewhere or at another time',
  'already-delivered': 'the unit is delivered, elsewhere or at another time',
  'already-scrapped': 'the unit is scrapped, at another time',
  'not-held': 'the unit is not on hold',
  'not-delivered': 'the unit is not delivered',
  'unit-held': 'the unit is on hold',
  'unit-delivered': 'the unit is delivered',
  'unit-scrapped': 'the unit is scrapped',
  'occurred-before-production': "it says it happened before the unit's production",

  'already-voided': 'the event to amend is voided',
  'cannot-amend': 'only facts can be amended, not voids or corrections',
  'impossible-history': 'without it the remaining facts contradict each other',
  'field-not-in-fact': 'the fact to correct has no such field',
  'nothing-changes': 'the correction says what already stands',

  'already-commissioned': 'the line is commissioned, with another rate',
  'already-halted': 'a halt of this id exists, with other details',
  'not-halted': 'the line, or the halt named, is not halted',
  'resumed-before-halted': 'it resumes a halt before that halt began',

  'already-registered': 'the plant is registered, with other details',
  'zone-fixed': 'a time zone, once registered, never changes',

  'already-defined': 'a milestone of this id exists, with other details',
  'milestone-withdrawn': 'the milestone is withdrawn',

  'already-open': 'the site is open, with other details',
  'not-open': 'the site is not open',

  'month-closing-unavailable': 'months are closed through the service, which has the figures to publish',
  'month-not-ended': 'the month is not over in every time zone in use',
  'month-already-closed': 'the month is closed; to publish anew, reopen it first',
  'not-closed': 'the month is not closed',
} as const;

export type RuleCode = keyof typeof RULES;

/** Something not registered yet: an event that names it waits, and is recorded by itself once it is. */
export type UnknownThing = Extract<RuleCode, 'unknown-plant' | 'unknown-line' | 'unknown-site' | 'unknown-milestone'>;
const UNKNOWN_THINGS: ReadonlySet<string> = new Set<UnknownThing>([
  'unknown-plant',
  'unknown-line',
  'unknown-site',
  'unknown-milestone',
]);

export function isUnknownThing(code: string): code is UnknownThing {
  return UNKNOWN_THINGS.has(code);
}

/** Refusals that depend only on the state of the unit or line: an earlier fact that still waits may change that. */
const BY_LIFE: ReadonlySet<string> = new Set<RuleCode>([
  'out-of-order',
  'unknown-event',
  'already-produced',
  'already-held',
  'already-shipped',
  'already-delivered',
  'already-scrapped',
  'not-held',
  'not-delivered',
  'unit-held',
  'unit-delivered',
  'unit-scrapped',
  'already-voided',
  'impossible-history',
  'nothing-changes',
  'already-halted',
  'not-halted',
  'resumed-before-halted',
  'milestone-withdrawn',
  'already-open',
  'not-open',
]);

export function isRefusedByLife(code: string): boolean {
  return BY_LIFE.has(code);
}
