import {
  referencedEventId,
  type LineFact,
  type LineState,
  type RecordedEvent,
  type TypeIn,
} from '@plant-ledger/domain';

/** An event's effect on the fact that it is or amends; both undefined where it amends one that is voided. */
export interface LineChange {
  /** Undefined: the fact is new. */
  readonly before: LineFact | undefined;
  /** Undefined: it is voided. */
  readonly after: LineFact | undefined;
}

export function changeOf(
  { type, data }: RecordedEvent<TypeIn<'line'>>,
  before: LineState,
  after: LineState,
): LineChange {
  if (type !== 'LineEventVoided' && type !== 'LineEventCorrected')
    return { before: undefined, after: after.facts.at(-1) };
  const amended = referencedEventId(type === 'LineEventVoided' ? data.voids : data.corrects);
  const isIt = ({ eventId }: LineFact) => eventId === amended;
  return { before: before.facts.find(isIt), after: after.facts.find(isIt) };
}
