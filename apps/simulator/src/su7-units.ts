import { dayLength, hour } from './calendar.js';
import { deliveredPerDay, halted, producedPerDay } from './day-counts.js';
import { seededRandom } from './random.js';
import { assumptions } from './su7-2024.js';

/** One step in a vehicle's life; `site` is an index into the delivery centers that are open. */
export interface Step {
  at: number;
  kind: 'produced' | 'shipped' | 'received' | 'delivered';
  serial: number;
  site: number;
}

interface Ready {
  serial: number;
  site: number;
}

/** First in, first out, in constant time and with memory for the waiting items only. */
function queue<T>(): { push: (item: T) => void; shift: () => T | undefined } {
  let items: T[] = [];
  let head = 0;
  return {
    push: (item) => items.push(item),
    shift: () => {
      const item = items[head++];
      if (head > 10_000) {
        items = items.slice(head);
        head = 0;
      }
      return item;
    },
  };
}

/** Moments at even distance with a little jitter over the time the line runs on that day. */
function productionTime(day: number, index: number, count: number, random: () => number): number {
  const start = day * dayLength;
  const end = start + dayLength;
  const stop = Math.min(Math.max(halted.from, start), end);
  const restart = Math.min(Math.max(halted.to, start), end);
  const running = dayLength - (restart - stop);
  const at = start + Math.floor(((index + random() * 0.98) / count) * running);
  return at < stop ? at : at + (restart - stop);
}

function between([low, high]: readonly [number, number], random: () => number): number {
  return Math.floor((low + random() * (high - low)) * hour);
}

const logistics = assumptions.logistics.value;

/**
 * The life of every vehicle, day by day and in order of time within the day. A vehicle is handed over on a day after it has reached
 * its delivery center, first come first served; `sitesOpen` says how many centers can be shipped to on a day.
 */
export function* su7Steps(
  scale: number,
  seed: number,
  sitesOpen: (day: number) => number,
): Generator<[number, Step[]]> {
  const planned = seededRandom(seed);
  const produced = producedPerDay(scale, planned);
  const delivered = deliveredPerDay(scale, planned);
  const random = seededRandom(seed + 0x51ed);
  const days = [...produced.keys()];
  const [first, last] = [days[0] ?? 0, days.at(-1) ?? 0];
  const ahead = new Map<number, Step[]>();
  const arriving = new Map<number, Ready[]>();
  const ready = queue<Ready>();
  let serial = 0;
  const later = <T>(map: Map<number, T[]>, at: number, item: T): void => {
    const day = Math.floor(at / dayLength);
    const list = map.get(day);
    if (list) list.push(item);
    else map.set(day, [item]);
  };
  for (let day = first; day <= last; day++) {
    const count = produced.get(day) ?? 0;
    for (let index = 0; index < count; index++, serial++) {
      const at = productionTime(day, index, count, random);
      const travels = random() < logistics.shippedShare;
      const site = travels ? Math.floor(random() * sitesOpen(day)) : 0;
      const shipped = at + between(logistics.shipAfterHours, random);
      const received = travels ? shipped + between(logistics.transitHours, random) : shipped;
      later(ahead, at, { at, kind: 'produced', serial, site });
      if (travels) later(ahead, shipped, { at: shipped, kind: 'shipped', serial, site });
      if (travels) later(ahead, received, { at: received, kind: 'received', serial, site });
      later(arriving, received, { serial, site });
    }
    const steps = ahead.get(day) ?? [];
    for (let index = delivered.get(day) ?? 0; index > 0; index--) {
      const next = ready.shift();
      if (!next) throw new RangeError(`scale ${scale} leaves no finished vehicle to hand over; use a larger one`);
      const at = day * dayLength + Math.floor((9 + random() * 11) * hour);
      steps.push({ at, kind: 'delivered', ...next });
    }
    steps.sort((one, other) => one.at - other.at || one.serial - other.serial);
    yield [day, steps];
    for (const unit of arriving.get(day) ?? []) ready.push(unit);
    ahead.delete(day);
    arriving.delete(day);
  }
}
