import { streamOf, type EventQuarantined, type KeptEvent, type SourceEvent } from '@plant-ledger/domain';

/** An event that came in: valid and to be decided, or already refused for its form. */
export type Incoming =
  | { readonly kind: 'event'; readonly event: SourceEvent }
  | {
      readonly kind: 'invalid';
      readonly refusal: EventQuarantined;
      /** Of a kept event whose values were not all kept: nothing new can be said of it. */
      readonly incomplete?: true;
    };

/** `retry`: decided anew whatever was answered before, as somebody asked for it; `healing`: as what it waited for is there. */
export type RecordingMode = 'first time' | 'retry' | 'healing' | 'dry run' | 'dry retry';

/** How a sender wants its events to be taken. */
export interface RecordingOptions {
  /** Checked and answered, and nothing is appended. */
  readonly dryRun: boolean;
  /** What is in quarantine is decided anew. */
  readonly retry: boolean;
}

export function recordingMode({ dryRun, retry }: RecordingOptions): RecordingMode {
  if (dryRun) return retry ? 'dry retry' : 'dry run';
  return retry ? 'retry' : 'first time';
}

/** The event as quarantine keeps it. */
export function keptEvent(event: SourceEvent): KeptEvent {
  const { type, source, id, data, actor, correlation, sequence } = event;
  return { type, source, id, time: new Date(event.occurredAt).toISOString(), data, actor, correlation, sequence };
}

export function eventIdOf(one: Incoming): string {
  return one.kind === 'event' ? one.event.eventId : one.refusal.eventId;
}

export function contentHashOf(one: Incoming): string {
  return one.kind === 'event' ? one.event.hash : one.refusal.contentHash;
}

export function streamsOf(incoming: readonly Incoming[]): string[] {
  return incoming.flatMap((one) => (one.kind === 'event' ? [streamOf(one.event.type, one.event.data)] : []));
}

/** For each, the place of the first that has the same id and content: it is decided once. */
export function firstPlaces(incoming: readonly Incoming[]): number[] {
  const places = new Map<string, number>();
  return incoming.map((one, place) => {
    const key = `${eventIdOf(one)} ${contentHashOf(one)}`;
    const first = places.get(key) ?? place;
    places.set(key, first);
    return first;
  });
}
