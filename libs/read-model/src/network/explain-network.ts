import type { ExplainedSite, ExplainNetworkAsked, Moment, NetworkExplanation } from '@plant-ledger/contract';
import { compareNames } from '@plant-ledger/domain';
import { START } from '@plant-ledger/event-store';
import type { Snapshot } from '../asking/snapshot.js';
import { asOfAt, formatInstant } from '../asking/wire.js';
import { countedOpenings, type NetworkMetric, readOpenings } from './network.js';
import type { SiteOpening } from './site-opening.entity.js';

/** The sites behind a figure of the network, in the order in which they were recorded. */
export async function explainNetwork(snapshot: Snapshot, asked: ExplainNetworkAsked): Promise<NetworkExplanation> {
  const { figure, since, asOf, at, after = 0, limit } = asked;
  const now = await openSites(snapshot, figure, { asOf, at });
  const then = since === undefined || since === START ? [] : await openSites(snapshot, figure, { asOf: since, at });
  const last = new Map(
    since === undefined
      ? []
      : (await readOpenings(snapshot, { asOf, at })).map((opening) => [opening.eventId, opening]),
  );
  const opened = without(now, then).map(openedSite);
  const gone = without(then, now).map((opening) => goneSite(opening, last.get(opening.eventId)));
  const changed = [...opened, ...gone].toSorted(inOrder);
  const sites = figure === 'cities' ? oncePerCity(changed, citiesOf(now), citiesOf(then)) : changed;
  const page = sites.slice(after, after + limit);
  return {
    ...asOfAt(snapshot, asked),
    figure,
    ...(since === undefined ? {} : { since: since.toString() }),
    value: countOf(now, figure) - countOf(then, figure),
    sites: page,
    next: after + page.length < sites.length ? String(after + page.length) : null,
  };
}

async function openSites(snapshot: Snapshot, figure: NetworkMetric, asked: Moment) {
  const open = (await readOpenings(snapshot, asked)).filter(({ closedAt }) => closedAt === null);
  const counted = new Set(countedOpenings(open, figure));
  return open.filter((opening) => counted.has(opening));
}

const citiesOf = (openings: readonly SiteOpening[]) => new Set(openings.map(({ city }) => city));

function countOf(openings: readonly SiteOpening[], figure: NetworkMetric): number {
  return figure === 'cities' ? citiesOf(openings).size : openings.length;
}

function without(openings: readonly SiteOpening[], others: readonly SiteOpening[]): SiteOpening[] {
  const known = new Set(others.map(({ eventId }) => eventId));
  return openings.filter(({ eventId }) => !known.has(eventId));
}

function openedSite({ fromPosition, eventId, openedAt, ...opening }: SiteOpening): ExplainedSite {
  return { position: fromPosition, eventId, ...placeOf(opening), amount: 1, occurredAt: formatInstant(openedAt) };
}

type SitePlace = Pick<ExplainedSite, 'site' | 'name' | 'kind' | 'city'>;

function placeOf({ site, name, kind, city }: Pick<SiteOpening, keyof SitePlace>): SitePlace {
  return { site, ...(name === null ? {} : { name }), kind, city };
}

/** `known` is what is known of the opening now: that it was closed, or nothing when it was voided. */
function goneSite({ toPosition, eventId, openedAt, ...opening }: SiteOpening, known: SiteOpening | undefined) {
  return {
    position: known?.fromPosition ?? toPosition ?? '',
    eventId: known?.closedBy ?? eventId,
    ...placeOf(opening),
    amount: -1,
    occurredAt: formatInstant(known?.closedAt ?? openedAt),
  };
}

function inOrder(a: ExplainedSite, b: ExplainedSite): number {
  const [one, other] = [BigInt(a.position), BigInt(b.position)];
  if (one !== other) return one < other ? -1 : 1;
  return compareNames(a.site, b.site);
}

/** Only cities that were gained or lost, each represented by its first site. */
function oncePerCity(
  sites: readonly ExplainedSite[],
  now: ReadonlySet<string>,
  then: ReadonlySet<string>,
): ExplainedSite[] {
  const counted = new Set<string>();
  return sites
    .filter(({ city }) => now.has(city) !== then.has(city))
    .filter(({ city, amount }) => amount === (now.has(city) ? 1 : -1))
    .map((site) => {
      const first = !counted.has(site.city);
      counted.add(site.city);
      return first ? site : { ...site, amount: 0 };
    });
}
