import { dayLength, dayOf, hour } from './calendar.js';
import { cities } from './cities.js';
import { assumptions } from './su7-2024.js';

export interface Opening {
  at: number;
  site: string;
  kind: 'sales' | 'service' | 'delivery';
  city: string;
}

/** Sites of one kind, spread over the cities and evenly over the time from the first opening to `last`. */
function openingsOf(kind: Opening['kind'], count: number, minute: number, last: string): Opening[] {
  const network = assumptions.network.value;
  const first = dayOf(network.firstOpening);
  const days = dayOf(last) - first;
  return Array.from({ length: count }, (_, index) => {
    const city = cities[index % network.cities] ?? '';
    const day = first + Math.floor((index * days) / Math.max(1, count - 1));
    const site = `${kind}-${city.toLowerCase()}-${Math.floor(index / network.cities) + 1}`;
    return { at: day * dayLength + 9 * hour + minute * 60_000, site, kind, city };
  });
}

/** Every site opened so far, in order of opening; two thirds of the delivery centers open before the first delivery. */
export function su7Openings(): Opening[] {
  const { sales, service, delivery, lastOpening } = assumptions.network.value;
  const early = Math.ceil((delivery * 2) / 3);
  const centers = openingsOf('delivery', early, 0, '2024-03-08');
  const later = openingsOf('delivery', delivery, 0, lastOpening).slice(early);
  const outlets = openingsOf('sales', sales, 15, lastOpening);
  const workshops = openingsOf('service', service, 30, lastOpening);
  return [...centers, ...later, ...outlets, ...workshops].sort((one, other) => one.at - other.at);
}
