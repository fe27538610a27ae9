import { addDays } from '@plant-ledger/domain';
import { lehmer, normal } from './random.js';
import { PLANT, type Series } from './series.js';

const DAYS = 1_096;
const FROM = '2021-01-01';
const LEVEL = 300;
/** Days on which a plant's capacity grows, and how long before that it is announced. */
const STEPS = [340, 700];
const ANNOUNCED = 120;
const SLIP = 42;

/** What a day counts on the average; `level` wanders for some. */
type Kind = (day: number, random: () => number) => number;

const isMonthEnd = (day: number) => addDays(FROM, day + 5).slice(0, 7) !== addDays(FROM, day).slice(0, 7);
const isMonthBegin = (day: number) => Number(addDays(FROM, day).slice(8)) <= 5;
const stepped = (day: number, late: number, share: number) =>
  STEPS.reduce((level, step) => (day >= step + late ? level * (1 + 0.5 * share) : level), LEVEL);

const KINDS: Readonly<Record<string, Kind>> = {
  steady: () => LEVEL,
  'ramp that slows': (day) => LEVEL * (1 - 0.85 * Math.exp(-day / 250)),
  'wanders 2 %': wandering(0.02),
  'wanders 5 %': wandering(0.05),
  'month-end push': (day) => LEVEL * (isMonthEnd(day) ? 2.5 : isMonthBegin(day) ? 0.6 : 0.85),
  'stop of two weeks': (day) => ((day + 100) % 290 < 14 ? 0 : LEVEL),
  'step on time': (day) => stepped(day, 0, 1),
  'step six weeks late': (day) => stepped(day, SLIP, 1),
  'step at 70 %': (day) => stepped(day, 0, 0.7),
  'ten days of holiday': (day) => (day % 365 >= 270 && day % 365 < 280 ? 0 : LEVEL),
};
const PLANNED = ['step on time', 'step six weeks late', 'step at 70 %'];

function wandering(share: number): Kind {
  let level = LEVEL;
  return (day, random) => {
    if (day === 0) level = LEVEL;
    if (day % 7 === 6) level *= 1 + share * normal(random);
    return level;
  };
}

/** Three years of each kind of plant, with noise of 15 % a day and quiet Sundays; the same ones for a seed. */
export function simulatedPlants(seed: number): Series[] {
  return Object.entries(KINDS).map(([name, kind], index) => {
    const random = lehmer(seed * 1_000 + index * 17 + 1);
    const counts = Array.from({ length: DAYS }, (_, day) => {
      const weekday = day % 7 === 2 ? 0.4 : 1.1;
      return Math.max(0, Math.round(kind(day, random) * weekday * (1 + 0.15 * normal(random))));
    });
    return { name, counts, from: FROM, capacity: PLANNED.includes(name) ? announced() : [] };
  });
}

function announced(): Series['capacity'] {
  const first = { plant: PLANT, unitsPerMonth: 10_000, effectiveFrom: FROM, occurredOn: FROM };
  return [
    first,
    ...STEPS.map((step, index) => ({
      plant: PLANT,
      unitsPerMonth: 10_000 * 1.5 ** (index + 1),
      effectiveFrom: addDays(FROM, step),
      occurredOn: addDays(FROM, step - ANNOUNCED),
    })),
  ];
}
