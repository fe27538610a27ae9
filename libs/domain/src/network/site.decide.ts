import { accept, duplicate, recognise, refuse, THEN_RETRY, timeDifference, type Decision } from '../decision.js';
import type { SourceEvent } from '../event.js';
import { isWithinADay } from '../same-day.js';
import { isSameZone } from '../time/calendar.js';
import { referencedEventId } from '../values/event-id.js';
import { unknownEvent, unknownSite } from '../unknown-things.js';
import type { SiteEventType } from './site.events.js';
import type { SiteState } from './site.state.js';

export function decideSite(state: SiteState, event: SourceEvent<SiteEventType>): Decision {
  const known = recognise(state.known, event);
  if (known) return known;
  switch (event.type) {
    case 'SiteOpened':
      return open(state, event);
    case 'SiteClosed':
      return close(state, event);
    case 'SiteEventVoided':
      return voidFact(state, event);
  }
}

function open(state: SiteState, event: SourceEvent<'SiteOpened'>): Decision {
  const { site, name, kind, city, country, timeZone } = event.data;
  if (state.registered && !isSameZoneOrNone(state.registered.timeZone, timeZone))
    return refuse(
      'zone-fixed',
      `Site "${site}" was opened ${state.registered.timeZone ? `in ${state.registered.timeZone}` : 'without a time zone'}. A zone never changes, or months already read would: open another site.`,
      '/data/timeZone',
    );
  const first = state.facts.at(-1);
  if (!state.open || !first) return accept(event);
  const isNamedAlike = (state.open.name ?? name) === (name ?? state.open.name);
  if (state.open.kind === kind && state.open.city === city && isNamedAlike)
    return duplicate(first, {
      ...timeDifference(first.occurredAt, event.occurredAt),
      ...(state.open.country === country
        ? {}
        : { country: { first: state.open.country ?? null, this: country ?? null } }),
    });
  const named = state.open.name === undefined ? '' : `, named "${state.open.name}"`;
  return refuse(
    'already-open',
    `Site "${site}" is open as ${state.open.kind} in ${state.open.city}${named}. Close it first, or void its SiteOpened if that was wrong. ${THEN_RETRY}`,
    '/data/site',
  );
}

function isSameZoneOrNone(one: string | undefined, other: string | undefined): boolean {
  return one === other || (one !== undefined && other !== undefined && isSameZone(one, other));
}

function close(state: SiteState, event: SourceEvent<'SiteClosed'>): Decision {
  const { site } = event.data;
  if (!state.registered) return unknownSite(site, '/data/site');
  if (state.open) return accept(event);
  const latest = state.facts.at(-1);
  if (latest && isWithinADay(latest.occurredAt, event.occurredAt))
    return duplicate(latest, timeDifference(latest.occurredAt, event.occurredAt));
  return refuse(
    'not-open',
    `Site "${site}" is not open, so it cannot close. If its SiteOpened is still to come, send that first. ${THEN_RETRY}`,
    '/data/site',
  );
}

function voidFact(state: SiteState, event: SourceEvent<'SiteEventVoided'>): Decision {
  const target = referencedEventId(event.data.voids);
  const earlier = state.known.find(({ voids }) => voids === target);
  if (earlier) return duplicate(earlier);
  const named = state.known.withId(target);
  if (!named) return unknownEvent('site', target, '/data/voids');
  if (named.type === 'SiteEventVoided')
    return refuse('cannot-amend', 'Voids amend facts, not other voids. State the fact again instead.', '/data/voids');
  const remaining = state.facts.filter(({ eventId }) => eventId !== target);
  const clash = remaining.find((fact, index) => (index % 2 === 0 ? 'SiteOpened' : 'SiteClosed') !== fact.type);
  if (clash)
    return refuse(
      'impossible-history',
      `Without it ${clash.type} ${clash.eventId} could not follow. Void that event first. ${THEN_RETRY}`,
      '/data/voids',
    );
  return accept(event);
}
