import type { TypedData } from '../event.js';
import { isEventType, streamOf } from '../catalog.js';
import type { EventQuarantined, EventResolved, KeptEvent } from './quarantine.events.js';

/** `replaced`: it waited, and its source has sent other content under the same id since. */
export type ContentStatus = 'waiting' | 'rejected' | 'replaced' | 'resolved' | 'discarded';

export interface KeptContent extends Omit<EventQuarantined, 'eventId' | 'contentHash'> {
  readonly status: ContentStatus;
  readonly result?: EventResolved['result'] | undefined;
  readonly reason?: string | undefined;
}

export interface QuarantineState {
  /** Of the content kept last; `none` before the first. */
  readonly status: 'none' | ContentStatus;
  /** SHA-256 of the content kept last. */
  readonly current?: string | undefined;
  /** By their SHA-256. */
  readonly contents: ReadonlyMap<string, KeptContent>;
}

export const NEW_QUARANTINE: QuarantineState = { status: 'none', contents: new Map() };

export function evolveQuarantine(state: QuarantineState, event: TypedData): QuarantineState {
  const { current = '' } = state;
  switch (event.type) {
    case 'EventQuarantined': {
      const { eventId: _eventId, contentHash, ...kept } = event.data;
      const status = statusOf(kept);
      return { status, current: contentHash, contents: withContent(state, contentHash, { ...kept, status }) };
    }
    case 'EventRetried': {
      // What it was refused for before does not hold any more, even where nothing is in its place.
      const { eventId: _eventId, about: _about, ...how } = event.data;
      const kept = state.contents.get(current);
      const status = statusOf(how);
      const content = kept && { ...how, event: kept.event, status };
      return { ...state, status, contents: withContent(state, current, content) };
    }
    case 'EventResolved': {
      const { result, first, contentHash = current } = event.data;
      return changed(state, contentHash, { status: 'resolved', result, first });
    }
    case 'EventDiscarded':
      return changed(state, current, { status: 'discarded', reason: event.data.reason });
    default:
      throw new RangeError(`no quarantine stream holds events of type ${event.type}`);
  }
}

function statusOf({ waitsFor }: Pick<EventQuarantined, 'waitsFor'>): 'waiting' | 'rejected' {
  return waitsFor === undefined ? 'rejected' : 'waiting';
}

function changed(
  state: QuarantineState,
  hash: string,
  changes: Partial<KeptContent> & Pick<KeptContent, 'status'>,
): QuarantineState {
  const kept = state.contents.get(hash);
  return { ...state, status: changes.status, contents: withContent(state, hash, kept && { ...kept, ...changes }) };
}

/** A decision on one content ends the waiting of any other. */
function withContent({ contents }: QuarantineState, hash: string, kept: KeptContent | undefined) {
  const next = new Map<string, KeptContent>();
  for (const [other, content] of contents)
    next.set(other, content.status === 'waiting' ? { ...content, status: 'replaced' } : content);
  if (kept) next.set(hash, kept);
  return next;
}

/** The outcome of a content that was decided, as far as its quarantine is concerned. */
export type Verdict =
  | { readonly kind: 'kept'; readonly entry: EventQuarantined; readonly stream?: string | undefined }
  | {
      readonly kind: 'settled';
      readonly result: EventResolved['result'];
      readonly contentHash: string;
      readonly first?: string | undefined;
      /** Applies only to a content that is kept: it was found in its own stream. */
      readonly ifKept?: true | undefined;
    };

export type QuarantineChange = TypedData<'EventQuarantined' | 'EventRetried' | 'EventResolved'>;

/**
 * Why an event was decided: when it was sent, anew on purpose, or anew because its refusal rested on less than what is
 * known now.
 */
export type Occasion = 'first time' | 'again' | 'outdated';

/**
 * The event that records a verdict; undefined when it changes nothing. A refusal that rests on more of the log is a
 * change.
 */
export function changeBy(
  state: QuarantineState,
  eventId: string,
  verdict: Verdict,
  occasion: Occasion,
): QuarantineChange | undefined {
  if (verdict.kind === 'settled') {
    const { result, contentHash, first, ifKept } = verdict;
    const kept = state.contents.get(contentHash);
    if (!kept && ifKept) return undefined;
    const { status } = kept ?? state;
    if (status === 'none' || status === 'resolved') return undefined;
    return { type: 'EventResolved', data: { eventId, result, contentHash, first } };
  }
  const { entry, stream } = verdict;
  const kept = state.contents.get(entry.contentHash);
  const again = occasion !== 'first time';
  if (!kept || (again && state.current !== entry.contentHash)) return { type: 'EventQuarantined', data: entry };
  const { code, detail, errors, waitsFor, first, differs, decidedAt } = entry;
  const isSame = kept.status === statusOf(entry) && kept.code === code && kept.waitsFor === waitsFor;
  if (!again || (isSame && occasion !== 'outdated')) return undefined;
  const { type, time } = entry.event;
  const about = stream === undefined ? undefined : { stream, type, time };
  return { type: 'EventRetried', data: { eventId, code, detail, errors, waitsFor, first, differs, decidedAt, about } };
}

/** The stream of a kept event. Undefined when its data is invalid: it belongs to none. */
export function streamOfKept({ type, data }: KeptEvent): string | undefined {
  return isEventType(type) ? streamOf(type, data) : undefined;
}
