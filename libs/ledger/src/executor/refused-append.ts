import { BY_RETRY, refuse, type RuleCode } from '@plant-ledger/domain';
import { AppendTooLargeError, type StoreRequestError } from '@plant-ledger/event-store';
import { isToWait, type Decided, type DecidedGroup, type Group, type Indexed } from './groups.js';
import { assumedNew, type UnusableStreamError } from './stream-states.js';

export interface AfterRefusal {
  readonly answered: readonly Decided[];
  readonly again?: Group | undefined;
}

/**
 * A part that was too large is tried in halves; a single event that is too large is refused alone, and the others of
 * its stream go on.
 */
export function afterRefusal({ group, base, decided, append }: DecidedGroup, error: StoreRequestError): AfterRefusal {
  const place = decided.findIndex(({ decision }) => 'events' in decision && decision.events.length > 0);
  const tooLarge = decided[place];
  if (!(error instanceof AppendTooLargeError) || (append.length === 1 && !tooLarge))
    return { answered: allRefused(group, error).decided };
  const goingOn = { conflicts: 0, ...group.goingOn, base, mostEvents: Math.ceil(append.length / 2) };
  if (append.length > 1 || !tooLarge) return { answered: [], again: { ...group, goingOn } };
  const before = decided.slice(0, place);
  const waiting = [...(goingOn.waiting ?? []), ...before.filter(isToWait).map(({ event }) => event)];
  return {
    answered: [...before, refused(tooLarge, 'too-large-to-append', error)],
    again: { ...group, events: group.events.slice(place + 1), goingOn: { ...goingOn, waiting } },
  };
}

/** A stream that cannot be read or written fails only its own events. */
export function allRefused(group: Group, error: StoreRequestError | UnusableStreamError): DecidedGroup {
  const decided = group.events.map((event) => refused(event, 'stream-unusable', error));
  return { group, base: assumedNew(group.aggregate), decided, append: [] };
}

function refused({ index, event }: Indexed, code: RuleCode, { message }: Error): Decided {
  return {
    index,
    event,
    decision: refuse(code, `${message} This event is kept. When that is put right, retry it ${BY_RETRY}`),
    offset: 0,
  };
}
