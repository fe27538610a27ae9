import { isUnknownThing, type EventRetried } from '@plant-ledger/domain';

/** An event in quarantine that is taken in by itself later. */
export interface WaitingEvent {
  readonly eventId: string;
  /** Where it belongs. */
  readonly stream: string;
  /** The stream of the thing that is to be registered; its own, where it waits for earlier facts of the same thing. */
  readonly waitsFor: string;
  readonly kind: 'for a thing' | 'for earlier facts';
  readonly type: string;
  /** Milliseconds since 1970 UTC. */
  readonly occurredAt: number;
}

export function waitingEvent({
  code,
  ...waiting
}: Omit<WaitingEvent, 'kind'> & { readonly code: string }): WaitingEvent {
  return { ...waiting, kind: isUnknownThing(code) ? 'for a thing' : 'for earlier facts' };
}

export function aboutOf({ stream, type, occurredAt }: WaitingEvent): EventRetried['about'] {
  return { stream, type, time: new Date(occurredAt).toISOString() };
}
