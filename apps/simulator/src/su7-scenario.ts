import { dayLength, timeOf } from './calendar.js';
import type { CloudEvent } from './cloud-event.js';
import { type AssumptionKey, assumptions, report } from './su7-2024.js';
import { su7Openings } from './su7-network.js';
import { delivery, type Draft, mes, su7Plan } from './su7-plan.js';
import { type Step, su7Steps } from './su7-units.js';
import { vinSeries } from './vin.js';

export interface ScenarioOptions {
  /** Multiplies vehicles, targets, capacity and the line's rate, from 0.01 to 1,000; the network stays as it is. */
  scale?: number;
  seed?: number;
}

const vinOf = vinSeries('LXXSU7');
const { line } = assumptions.line.value;

const unitEvents = {
  produced: { type: 'UnitProduced', source: mes, assumption: 'monthly-production' },
  shipped: { type: 'UnitShipped', source: delivery, assumption: 'logistics' },
  received: { type: 'UnitReceived', source: delivery, assumption: 'logistics' },
  delivered: { type: 'UnitDelivered', source: delivery, assumption: 'monthly-deliveries' },
} as const satisfies Record<Step['kind'], { type: string; source: string; assumption: AssumptionKey }>;

function draftOf(step: Step, sites: string[]): Draft {
  const vin = vinOf(step.serial);
  const site = sites[step.site] ?? '';
  const data: Draft['data'] =
    step.kind === 'produced' ? { vin, model: report.model, plant: report.plant, line } : { vin, site };
  const { type, source, assumption } = unitEvents[step.kind];
  return { at: step.at, source, id: `${vin}-${step.kind}`, type, assumption, data };
}

/**
 * The reference scenario su7-2024: every event up to the end of 2024-07-28 in the plant's time, in the order in which it
 * happened. The same scale and seed give the same bytes. Memory holds the vehicles in stock only.
 * @throws RangeError when the scale is out of bounds
 */
export function* su7Scenario({ scale = 1, seed = 1 }: ScenarioOptions = {}): Generator<CloudEvent, void, undefined> {
  if (!(scale >= 0.01 && scale <= 1_000)) throw new RangeError('scale must be a number from 0.01 to 1000');
  const sequences = new Map<string, number>();
  const numbered = ({ at, source, id, type, assumption, data }: Draft): CloudEvent => {
    const sequence = (sequences.get(source) ?? 0) + 1;
    sequences.set(source, sequence);
    const event: CloudEvent = {
      specversion: '1.0',
      id,
      source,
      type,
      time: timeOf(at),
      datacontenttype: 'application/json',
      sequence: String(sequence),
      data,
    };
    if (assumption) event.assumption = assumption;
    return event;
  };
  const centers = su7Openings().filter((opening) => opening.kind === 'delivery');
  const sites = centers.map((opening) => opening.site);
  const sitesOpen = (day: number): number => centers.filter((opening) => opening.at < day * dayLength).length;
  const plan = su7Plan(scale);
  let planned = 0;
  for (const [, steps] of su7Steps(scale, seed, sitesOpen)) {
    for (const step of steps) {
      for (let next = plan[planned]; next && next.at <= step.at; next = plan[++planned]) yield numbered(next);
      yield numbered(draftOf(step, sites));
    }
  }
  for (const rest of plan.slice(planned)) yield numbered(rest);
}
