import type { Line } from '../table.js';
import { ours } from './ours.js';
import { randomWalkOfMonths, runRateWithErrors } from './plain-methods.js';
import { simulatedPlants } from './plants.js';
import type { Method } from './questions.js';
import { scoreOf, together, type Score } from './score.js';
import { publishedSeries, XPENG, type Series } from './series.js';

const MONTHS = [1, 3, 6] as const;
const SEEDS = [1, 2];
const METHODS: readonly (readonly [name: string, method: Method])[] = [
  ['pace-calibrated-2', ours],
  ['run rate with its errors', runRateWithErrors],
  ['random walk of months', randomWalkOfMonths],
];
/** What is wanted over all questions, and of every kind of plant. */
const WANTED = { within: [0.7, 0.82], byP50: [0.45, 0.58], loss: 0.85, ofKind: 0.6 } as const;

/**
 * How often dates hold: for each method and horizon the shares within P10 to P85, by P50 and by P85, the mean width and
 * the mean pinball loss in days, on a maker's published deliveries and on simulated plants.
 */
export function forecasts(): Line[] {
  const groups: readonly (readonly [name: string, series: readonly Series[]])[] = [
    ['published', [publishedSeries(XPENG)]],
    ['simulated', SEEDS.flatMap((seed) => simulatedPlants(seed))],
  ];
  console.log(row(['series', 'method', 'months', 'asked', 'in range', 'by P50', 'by P85', 'width', 'loss']));
  const all = METHODS.map((): Score[] => []);
  for (const [group, series] of groups)
    for (const months of MONTHS)
      METHODS.forEach(([name, method], index) => {
        const score = scoreOf(method, series, months);
        all[index]?.push(score);
        console.log(row([group, name, String(months), ...cells(score)]));
      });
  const kinds = Map.groupBy(
    groups.flatMap(([, series]) => series),
    ({ name }) => name,
  );
  const ofKinds = [...kinds].map(([kind, series]) => {
    const score = together(MONTHS.map((months) => scoreOf(ours, series, months)));
    console.log(row([kind, 'pace-calibrated-2', 'all', ...cells(score)]));
    return score;
  });
  const [own, ...plain] = all.map(together);
  return own ? judged(own, plain, ofKinds) : [];
}

function judged(own: Score, plain: readonly Score[], ofKinds: readonly Score[]): Line[] {
  const best = Math.min(...plain.map(({ loss }) => loss));
  const least = Math.min(...ofKinds.map(({ within }) => within));
  const line = (name: string, value: string, target: string, met: boolean): Line => ({
    name: `forecasts (${name})`,
    ours: value,
    baseline: name === 'loss' ? `${best.toFixed(2)} days` : '',
    ratio: name === 'loss' ? (own.loss / best).toFixed(2) : '',
    target,
    met,
  });
  const between = (value: number, [low, high]: readonly [number, number]) => value >= low && value <= high;
  return [
    line('in range', percent(own.within), '70 to 82', between(own.within, WANTED.within)),
    line('by P50', percent(own.byP50), '45 to 58', between(own.byP50, WANTED.byP50)),
    line('loss', `${own.loss.toFixed(2)} days`, `≤ ${WANTED.loss}`, own.loss <= WANTED.loss * best),
    line('worst kind', percent(least), '≥ 60', least >= WANTED.ofKind),
  ];
}

function cells({ asked, within, byP50, byP85, width, loss }: Score): string[] {
  return [String(asked), percent(within), percent(byP50), percent(byP85), width.toFixed(1), loss.toFixed(2)];
}

const percent = (share: number) => String(Math.round(share * 100));

function row(words: readonly string[]): string {
  const widths = [22, 26, 7, 7, 9, 7, 7, 8, 7];
  return words
    .map((word, index) => (index < 2 ? word.padEnd(widths[index] ?? 0) : word.padStart(widths[index] ?? 0)))
    .join('');
}
