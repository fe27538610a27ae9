/**
 * What a refusal rests on. `by life`: only on the state of the unit or line, which an earlier fact that still waits may
 * change. `unregistered`: on something not registered yet: an event that names it waits, and is recorded by itself once it
 * is.
 */
type Ground = 'by rule' | 'by life' | 'unregistered';

/** Every code a refusal by rule can carry, what it rests on, and one line on what it means. */
const CODES = {
  'out-of-order': ['by life', 'it builds on a fact that has not arrived yet; it waits for it'],
  'not-allowed': ['by rule', 'the caller lacks a permission, or its key may not report this'],
  'too-many-waiting': ['by rule', 'as many facts wait for this unit as may wait for one'],
  'too-many-events': ['by rule', 'the unit has as many facts, or amendments, as one may have'],
  'too-large-to-append': ['by rule', 'it is larger than the store takes in one append'],
  'stream-unusable': ['by rule', 'the store does not take or give what belongs to this stream'],
  'conflicting-duplicate': ['by rule', 'the same source and id was accepted before with other content'],
  'duplicate-differs': ['by rule', 'another source told the same fact with other details; listed for an operator'],

  'unknown-plant': ['unregistered', 'the plant is not registered yet; it waits for that'],
  'unknown-line': ['unregistered', 'the line is not commissioned yet; it waits for that'],
  'unknown-site': ['unregistered', 'the site was not opened yet; it waits for that'],
  'unknown-milestone': ['unregistered', 'the milestone is not defined yet; it waits for that'],
  'unknown-event': ['by life', 'the event to amend is not in this stream'],

  'vin-check-digit': ['by rule', "the VIN's check digit is wrong and the plant requires it"],
  'already-produced': ['by life', 'the unit is produced, with other details'],
  'already-held': ['by life', 'the unit is on hold'],
  'already-shipped': ['by life', 'the unit is in transit, elsewhere or at another time'],
  'already-delivered': ['by life', 'the unit is delivered, elsewhere or at another time'],
  'already-scrapped': ['by life', 'the unit is scrapped, at another time'],
  'not-held': ['by life', 'the unit is not on hold'],
  'not-delivered': ['by life', 'the unit is not delivered'],
  'unit-held': ['by life', 'the unit is on hold'],
  'unit-delivered': ['by life', 'the unit is delivered'],
  'unit-scrapped': ['by life', 'the unit is scrapped'],
  'occurred-before-production': ['by rule', "it says it happened before the unit's production"],

  'already-voided': ['by life', 'the event to amend is voided'],
  'cannot-amend': ['by rule', 'only facts can be amended, not voids or corrections'],
  'impossible-history': ['by life', 'without it the remaining facts contradict each other'],
  'field-not-in-fact': ['by rule', 'the fact to correct has no such field'],
  'nothing-changes': ['by life', 'the correction says what already stands'],

  'already-commissioned': ['by rule', 'the line is commissioned, with another rate'],
  'already-halted': ['by life', 'a halt of this id exists, with other details'],
  'not-halted': ['by life', 'the line, or the halt named, is not halted'],
  'resumed-before-halted': ['by life', 'it resumes a halt before that halt began'],

  'already-registered': ['by rule', 'the plant is registered, with other details'],
  'zone-fixed': ['by rule', 'a time zone, once registered, never changes'],

  'already-defined': ['by rule', 'a milestone of this id exists, with other details'],
  'milestone-withdrawn': ['by life', 'the milestone is withdrawn'],

  'already-open': ['by life', 'the site is open, with other details'],
  'not-open': ['by life', 'the site is not open'],

  'month-closing-unavailable': ['by rule', 'months are closed through the service, which has the figures to publish'],
  'month-not-ended': ['by rule', 'the month is not over in every time zone in use'],
  'month-already-closed': ['by rule', 'the month is closed; to publish anew, reopen it first'],
  'not-closed': ['by rule', 'the month is not closed'],
} as const satisfies Readonly<Record<string, readonly [Ground, string]>>;

export type RuleCode = keyof typeof CODES;

export type UnknownThing = {
  [Code in RuleCode]: (typeof CODES)[Code][0] extends 'unregistered' ? Code : never;
}[RuleCode];

/** Every code with its meaning. Stable: sources program against them. */
export const RULES = Object.fromEntries(
  Object.entries(CODES).map(([code, [, meaning]]) => [code, meaning]),
) as Readonly<Record<RuleCode, string>>;

const GROUNDS: ReadonlyMap<string, Ground> = new Map(Object.entries(CODES).map(([code, [ground]]) => [code, ground]));

export function isUnknownThing(code: string): code is UnknownThing {
  return GROUNDS.get(code) === 'unregistered';
}

export function isRefusedByLife(code: string): boolean {
  return GROUNDS.get(code) === 'by life';
}
