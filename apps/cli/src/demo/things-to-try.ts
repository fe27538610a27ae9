import { report } from '../../../simulator/src/index.js';
import { vinSeries } from '../../../simulator/src/vin.js';

/** What a command shows, and the command to paste into a shell. */
export interface ThingToTry {
  readonly about: string;
  readonly command: string;
}

/** A unit of its own, produced half an hour before the demo's clock; its VIN does not occur in the scenario. */
export const OWN_UNIT = {
  specversion: '1.0',
  type: 'UnitProduced',
  source: '//my-plant.example/mes',
  id: 'my-first-vehicle',
  time: '2024-07-29T11:30:00+08:00',
  data: { vin: vinSeries('LXXDEM')(0), model: report.model, plant: report.plant, line: 'L1' },
} as const;

/** Three commands for a POSIX shell. @param loadedTo the scenario's last position, decimal. */
export function thingsToTry(server: string, loadedTo: string): ThingToTry[] {
  return [
    {
      about: 'A vehicle of your own leaves the line (sent twice, it is a duplicate and counts once):',
      command: `curl -s ${server}/v1/events -H 'content-type: application/cloudevents+json' -d '${JSON.stringify(OWN_UNIT)}'`,
    },
    {
      about: "July's totals, with your vehicle among the produced:",
      command: `curl -s '${server}/v1/monthly-totals?from=2024-07&to=2024-07&groupBy=plant,model'`,
    },
    {
      about: "Why July's production is what it is: the vehicles that came after the scenario, each with its event:",
      command: `curl -s '${server}/v1/explain?figure=produced&from=2024-07&to=2024-07&after=${loadedTo}'`,
    },
  ];
}
