import { localOf } from './calendar.js';
import { type AssumptionKey, assumptions, report, scaled } from './su7-2024.js';
import { su7Openings } from './su7-network.js';

export const mes = '//bj-1.example/mes';
export const delivery = '//bj-1.example/delivery';
export const planning = '//bj-1.example/planning';

/** An event that is not yet numbered. */
export interface Draft {
  at: number;
  source: string;
  id: string;
  type: string;
  assumption?: AssumptionKey;
  data: Record<string, string | number | boolean>;
}

const plant = report.plant;

function registrations(scale: number): Draft[] {
  const { name, vinCheckDigit, registered } = assumptions['plant-policy'].value;
  const { line, unitsPerHour, commissioned } = assumptions.line.value;
  return [
    {
      at: localOf(registered),
      source: planning,
      id: `${plant}-registered`,
      type: 'PlantRegistered',
      assumption: 'plant-policy',
      data: { plant, name, timeZone: report.timeZone, vinCheckDigit },
    },
    {
      at: localOf(commissioned),
      source: mes,
      id: `${plant}-${line}-commissioned`,
      type: 'LineCommissioned',
      assumption: 'line',
      data: { plant, line, unitsPerHour: Number((unitsPerHour * scale).toFixed(6)) },
    },
  ];
}

function capacities(scale: number): Draft[] {
  return assumptions.capacity.value.map(({ recorded, unitsPerMonth, from }) => ({
    at: localOf(recorded),
    source: planning,
    id: `${plant}-capacity-${from}`,
    type: 'PlantCapacityChanged',
    assumption: 'capacity',
    data: { plant, unitsPerMonth: scaled(unitsPerMonth, scale), effectiveFrom: from },
  }));
}

function targets(scale: number): Draft[] {
  const { delivered, produced, set } = assumptions['monthly-targets'].value;
  const draft = (metric: string, month: string, target: number, assumption?: AssumptionKey): Draft => ({
    at: localOf(set),
    source: planning,
    id: `target-${metric}-${month}`,
    type: 'MonthlyTargetSet',
    assumption,
    data: { metric, month, plant, model: report.model, target: scaled(target, scale) },
  });
  return [
    ...Object.entries(produced).map(([month, target]) => draft('produced', month, target, 'monthly-targets')),
    ...Object.entries(delivered).map(([month, target]) => draft('delivered', month, target, 'monthly-targets')),
    draft('delivered', '2024-07', report.julyDeliveryTarget),
  ];
}

function milestones(scale: number): Draft[] {
  return report.milestones.map(({ id, title, metric, target }) => ({
    at: localOf(assumptions['monthly-targets'].value.set),
    source: planning,
    id: `milestone-${id}`,
    type: 'MilestoneDefined',
    data: {
      milestone: id,
      title,
      metric,
      target: metric === 'delivered' ? scaled(target, scale) : target,
      due: report.milestonesDue,
    },
  }));
}

function halt(): Draft[] {
  const { id, from, to, expectedMinutes } = assumptions.halt.value;
  const { line } = assumptions.line.value;
  const reason = 'conveyor drive fault';
  return [
    {
      at: localOf(from),
      source: mes,
      id,
      type: 'LineHalted',
      assumption: 'halt',
      data: { plant, line, halt: id, reason, planned: false, expectedMinutes },
    },
    {
      at: localOf(to),
      source: mes,
      id: `${id}-over`,
      type: 'LineResumed',
      assumption: 'halt',
      data: { plant, line, halt: id },
    },
  ];
}

function openings(): Draft[] {
  return su7Openings().map(({ at, site, kind, city }) => ({
    at,
    source: delivery,
    id: `${site}-opened`,
    type: 'SiteOpened',
    assumption: 'network',
    data: { site, kind, city, country: 'CN', timeZone: report.timeZone },
  }));
}

/** Everything but the vehicles, in order of time. Sites are not scaled: the network always has its full size. */
export function su7Plan(scale: number): Draft[] {
  return [
    ...registrations(scale),
    ...capacities(scale),
    ...targets(scale),
    ...milestones(scale),
    ...openings(),
    ...halt(),
  ].sort((one, other) => one.at - other.at);
}
