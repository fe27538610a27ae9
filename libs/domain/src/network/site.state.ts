import type { EvolvingEvent, KnownEvent } from '../event.js';
import { Growing } from '../growing.js';
import { referencedEventId } from '../values/event-id.js';
import type { SiteData, SiteEventType } from './site.events.js';

interface SiteFact extends KnownEvent {
  readonly type: 'SiteOpened' | 'SiteClosed';
  readonly occurredAt: number;
  readonly opened?: SiteData<'SiteOpened'> | undefined;
}

export interface SiteState {
  /** Openings and closings in the order of the stream, without voided ones. */
  readonly facts: readonly SiteFact[];
  readonly known: Growing<KnownEvent & { readonly type: string; readonly voids?: string | undefined }>;
  /** The details of the first opening ever accepted; its zone stays even if it is voided. */
  readonly registered?: SiteData<'SiteOpened'> | undefined;
  /** The opening in force; undefined when closed. */
  readonly open?: SiteData<'SiteOpened'> | undefined;
}

export const NEW_SITE: SiteState = { facts: [], known: Growing.of() };

export function evolveSite(state: SiteState, event: EvolvingEvent<SiteEventType>): SiteState {
  const { eventId, hash, position, occurredAt } = event;
  const known = { eventId, hash, position, type: event.type };
  switch (event.type) {
    case 'SiteOpened': {
      const opened = event.data;
      const fact: SiteFact = { eventId, hash, position, type: 'SiteOpened', occurredAt, opened };
      return {
        facts: [...state.facts, fact],
        known: state.known.plus(known),
        registered: state.registered ?? opened,
        open: opened,
      };
    }
    case 'SiteClosed': {
      const fact: SiteFact = { eventId, hash, position, type: 'SiteClosed', occurredAt };
      return { ...state, facts: [...state.facts, fact], known: state.known.plus(known), open: undefined };
    }
    case 'SiteEventVoided': {
      const voids = referencedEventId(event.data.voids);
      const facts = state.facts.filter((fact) => fact.eventId !== voids);
      return { ...state, facts, known: state.known.plus({ ...known, voids }), open: facts.at(-1)?.opened };
    }
  }
}
