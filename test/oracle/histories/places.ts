import type { Script } from './script.js';

type Reporting = () => void;

/** Who tells that there is a plant, a line, a site and a plan: most of it at once, some of it later. */
export function places(script: Script): { readonly now: Reporting[]; readonly later: Reporting[] } {
  const { random, times, zones, plants, lines, sites } = script;
  const [zone = 'UTC', ...others] = zones;
  const reportings: Reporting[] = [
    ...plants.map(
      (plant, index) => () =>
        script.report('PlantRegistered', times.before, {
          plant,
          name: plant,
          timeZone: index === 0 ? zone : others[0],
          vinCheckDigit: index === 0 ? 'ignore' : 'require',
        }),
    ),
    ...lines.map((line) => () => {
      const at = random.chance(0.7) ? times.before : times.moment();
      script.report('LineCommissioned', at, { ...line, unitsPerHour: 6 + random.below(20) });
    }),
    ...sites.map((site, index) => () => script.report('SiteOpened', times.before, siteOf(script, site, index))),
    ...script.milestones.map(
      (milestone, index) => () =>
        script.report('MilestoneDefined', times.before, milestoneOf(script, milestone, index)),
    ),
  ];
  const later = reportings.filter(() => random.chance(0.15));
  return { now: reportings.filter((reporting) => !later.includes(reporting)), later };
}

export function siteOf({ name, zones }: Script, site: string, index: number) {
  return {
    site,
    kind: ['delivery', 'sales', 'service'][index % 3],
    city: `${name} city ${index % 2}`,
    ...(index === 1 ? {} : { timeZone: zones[index === 0 ? 0 : 2] }),
  };
}

function milestoneOf({ random, plants, models }: Script, milestone: string, index: number) {
  const metric = [
    random.of(['produced', 'delivered']),
    'delivered',
    random.of(['cities', 'sitesOpen:sales', 'sitesOpen:delivery']),
  ][index];
  return {
    milestone,
    title: milestone,
    metric,
    ...(index < 2 ? { plant: plants[0] } : {}),
    ...(index === 1 && random.chance(0.5) ? { model: models[0] } : {}),
    target: 1 + random.below(3),
    due: random.of(['2024-12-01', '2025-06-30']),
  };
}
