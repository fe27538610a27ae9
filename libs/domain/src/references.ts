import type { PlantState } from './plant/plant.state.js';
import type { LineState } from './line/line.state.js';
import type { SiteState } from './network/site.state.js';

/** The other things that a decision depends on. A refusal that rests on one of them is confirmed on a fresh read. */
export interface References {
  readonly plant: (plant: string) => PlantState | undefined;
  readonly line: (plant: string, line: string) => LineState | undefined;
  readonly site: (site: string) => SiteState | undefined;
}
