import { streamOf, type EventQuarantined, type KeptEvent, type SourceEvent } from '@plant-ledger/domain';

/** A received event: valid and to be decided, or refused as invalid. */
export type Incoming = {
  /** Who asked for it to be decided anew, as in `Statement`; undefined: who delivered it. */
  readonly retriedBy?: string | undefined;
} & (
  | { readonly kind: 'event'; readonly event: SourceEvent }
  | {
      readonly kind: 'invalid';
      readonly refusal: EventQuarantined;
      /** For a kept event whose values were not all kept: it cannot be decided anew. */
      readonly incomplete?: true;
    }
);

/** `retry`: decided anew whatever was answered before, on request; `healing`: since what it waited for is there. */
export type RecordingMode = 'first time' | 'retry' | 'healing' | 'dry run' | 'dry retry';

/** How a sender wants its events to be recorded. */
export interface RecordingOptions {
  /** Validated, decided and answered, but not appended. */
  readonly dryRun: boolean;
  readonly retry: boolean;
}

export function recordingMode({ dryRun, retry }: RecordingOptions): RecordingMode {
  if (dryRun) return retry ? 'dry retry' : 'dry run';
  return retry ? 'retry' : 'first time';
}

/** The event in the form in which quarantine keeps it. */
export function keptEvent(event: SourceEvent): KeptEvent {
  const { type, source, id, data, actor, correlation, sequence, by } = event;
  return { type, source, id, time: new Date(event.occurredAt).toISOString(), data, actor, correlation, sequence, by };
}

export function eventIdOf(one: Incoming): string {
  return one.kind === 'event' ? one.event.eventId : one.refusal.eventId;
}

/** Who asks for it to be decided; undefined while the ledger is open to all. */
export function askerOf(one: Incoming): string | undefined {
  return one.retriedBy ?? (one.kind === 'event' ? one.event.by : one.refusal.event.by);
}

export function contentHashOf(one: Incoming): string {
  return one.kind === 'event' ? one.event.hash : one.refusal.contentHash;
}

export function streamsOf(incoming: readonly Incoming[]): string[] {
  return incoming.flatMap((one) => (one.kind === 'event' ? [streamOf(one.event.type, one.event.data)] : []));
}

/** For each event, the index of the first with the same id and content: it is decided once. */
export function firstPlaces(incoming: readonly Incoming[]): number[] {
  const places = new Map<string, number>();
  return incoming.map((one, place) => {
    const key = `${eventIdOf(one)} ${contentHashOf(one)}`;
    const first = places.get(key) ?? place;
    places.set(key, first);
    return first;
  });
}
