import type { EventQuarantined, KeptEvent, SourceEvent } from '@plant-ledger/domain';

/** An event at the ledger's door: fit to be decided, or already refused for its form. */
export type Incoming =
  | { readonly kind: 'event'; readonly event: SourceEvent }
  | {
      readonly kind: 'unfit';
      readonly refusal: EventQuarantined;
      /** Of a kept event whose values were not all kept: nothing new can be said of it. */
      readonly incomplete?: true;
    };

/** `retry`: decided anew whatever was answered before, as somebody asked for it; `healing`: as what it waited for is there. */
export type TakeInMode = 'first time' | 'retry' | 'healing' | 'dry run' | 'dry retry';

/** How a sender wants its events to be taken. */
export interface TakingIn {
  /** Checked and answered, and nothing is appended. */
  readonly dryRun: boolean;
  /** What is in quarantine is decided anew. */
  readonly retry: boolean;
}

export function takeInMode({ dryRun, retry }: TakingIn): TakeInMode {
  if (dryRun) return retry ? 'dry retry' : 'dry run';
  return retry ? 'retry' : 'first time';
}

/** The event as quarantine keeps it. */
export function keptEvent(event: SourceEvent): KeptEvent {
  const { type, source, id, data, actor, correlation, sequence } = event;
  return { type, source, id, time: new Date(event.occurredAt).toISOString(), data, actor, correlation, sequence };
}
