import {
  accepted,
  eventIdOf,
  instantOf,
  namedIn,
  refused,
  same,
  text,
  type Decision,
  type Details,
  type Reported,
} from './reported.js';

/** A site: its openings and closings that stand, in the order of its stream. */
export interface Site {
  readonly facts: { readonly eventId: string; readonly opening: Details | undefined; readonly at: string }[];
  readonly voided: Set<string>;
  readonly amendments: Set<string>;
  /** The details of its first opening, which its zone is of. */
  readonly first: Details;
}

const A_DAY = 24 * 3_600_000;

export const newSite = (first: Details): Site => ({ facts: [], voided: new Set(), amendments: new Set(), first });

/** What was said of it when it opened, while it is open. */
export const openingOf = ({ facts }: Site): Details | undefined => facts.at(-1)?.opening;

export function decideSite(site: Site, reported: Reported): Decision {
  const eventId = eventIdOf(reported.source, reported.id);
  if (reported.type === 'SiteEventVoided') return voidOf(site, reported, eventId);
  const open = openingOf(site);
  if (reported.type === 'SiteClosed') {
    if (open === undefined) {
      const away = Math.abs(instantOf(reported) - Date.parse(site.facts.at(-1)?.at ?? ''));
      return away <= A_DAY ? same(away > 0) : refused('not-open');
    }
    site.facts.push({ eventId, opening: undefined, at: reported.time });
    return accepted;
  }
  if (site.first.timeZone !== reported.data.timeZone) return refused('zone-fixed');
  if (open !== undefined) {
    const alike = ['kind', 'city', 'country'].every((field) => open[field] === reported.data[field]);
    return alike ? same(site.facts.at(-1)?.at !== reported.time) : refused('already-open');
  }
  site.facts.push({ eventId, opening: reported.data, at: reported.time });
  return accepted;
}

function voidOf(site: Site, reported: Reported, eventId: string): Decision {
  const named = namedIn(reported);
  if (site.amendments.has(named)) return refused('cannot-amend');
  if (site.voided.has(named)) return same(false);
  if (!site.facts.some((fact) => fact.eventId === named)) return refused('unknown-event');
  const facts = site.facts.filter((fact) => fact.eventId !== named);
  const possible = facts.every(({ opening }, index) => (index % 2 === 0) === (opening !== undefined));
  if (!possible) return refused('impossible-history');
  site.facts.splice(0, Infinity, ...facts);
  site.voided.add(named);
  site.amendments.add(eventId);
  return accepted;
}

/** How many sites of each kind are open, by city. */
export function citiesOf(sites: Iterable<Site>): Map<string, Record<string, number>> {
  const cities = new Map<string, Record<string, number>>();
  for (const open of [...sites].map(openingOf).filter((opening) => opening !== undefined)) {
    const kind = text(open, 'kind');
    const counts = cities.get(text(open, 'city')) ?? { sales: 0, service: 0, delivery: 0 };
    cities.set(text(open, 'city'), { ...counts, [kind]: (counts[kind] ?? 0) + 1 });
  }
  return cities;
}
