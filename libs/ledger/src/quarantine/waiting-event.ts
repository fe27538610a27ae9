import { isUnknownThing, type EventRetried } from '@plant-ledger/domain';

/** An event in quarantine that will be recorded by itself. */
export interface WaitingEvent {
  readonly eventId: string;
  readonly stream: string;
  /**
   * The stream of the thing that is to be registered; its own stream, where it waits for earlier facts of the same
   * thing.
   */
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
