import type { NetworkCount, Site, Reported } from './recount.types.js';

/** What stands at a step, of all that was told. */
export function standing<T>(reported: Reported<T>[], step: number): T[] {
  return reported.flatMap(({ versions }) => versions.findLast((version) => version.step <= step)?.value ?? []);
}

/** Open sites by kind and by city. */
export function networkOf(sites: Reported<Site>[], step: number): NetworkCount {
  const open = standing(sites, step).filter((site) => !site.closed);
  const count = (among: Site[], kind: Site['kind']): number => among.filter((site) => site.kind === kind).length;
  const kinds = (among: Site[]): { sales: number; service: number; delivery: number } => ({
    sales: count(among, 'sales'),
    service: count(among, 'service'),
    delivery: count(among, 'delivery'),
  });
  const cities = [...Map.groupBy(open, (site) => site.city).entries()].sort(([one], [other]) => (one < other ? -1 : 1));
  return { ...kinds(open), cities: cities.length, perCity: cities.map(([city, among]) => ({ city, ...kinds(among) })) };
}
