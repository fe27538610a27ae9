import { duplicate, refuse, type Decision, type Refusal } from './decision.js';
import type { KnownEvent } from './event.js';
import { referencedEventId } from './values/event-id.js';
import { parseInstant, type EventReference } from './values/schemas.js';

/** What the deciders of voids and corrections share, whatever they amend. */

type Amending = { readonly voids: EventReference } | { readonly corrects: EventReference };
type Changes = Readonly<Record<string, unknown>>;

interface Amended {
  readonly type: string;
  readonly eventId: string;
}

interface EarlierAmendment extends KnownEvent {
  readonly amends?: string | undefined;
  readonly changes?: Changes | undefined;
}

interface EarlierAmendments {
  findLast(holds: (one: EarlierAmendment) => boolean): EarlierAmendment | undefined;
}

/** The eventId of the event to amend, and the pointer to where it is named. */
export function targetOf(data: Amending): { readonly target: string; readonly pointer: string } {
  return 'voids' in data
    ? { target: referencedEventId(data.voids), pointer: '/data/voids' }
    : { target: referencedEventId(data.corrects), pointer: '/data/corrects' };
}

export function alreadyVoided({ type, eventId }: Amended, pointer: string): Refusal {
  return refuse('already-voided', `${type} ${eventId} is voided. Send the right fact as a new event instead.`, pointer);
}

/** The decision on a correction that says what stands: a duplicate where it was sent before. */
export function nothingChanges({ type, eventId }: Amended, changes: Changes, earlier: EarlierAmendments): Decision {
  const first = earlier.findLast(
    (one) => one.amends === eventId && one.changes !== undefined && isSameChanges(one.changes, changes),
  );
  if (first) return duplicate(first);
  return refuse(
    'nothing-changes',
    `${type} ${eventId} says this already. Name only the fields that are wrong.`,
    '/data/changes',
  );
}

/** Instants are compared by value, not by their text. */
function isSameChanges(one: Changes, other: Changes): boolean {
  const fields = Object.keys(one);
  return (
    fields.length === Object.keys(other).length && fields.every((field) => isSameValue(field, one[field], other[field]))
  );
}

function isSameValue(field: string, one: unknown, other: unknown): boolean {
  if (field === 'occurredAt' && typeof one === 'string' && typeof other === 'string')
    return parseInstant(one) === parseInstant(other);
  return one === other;
}
