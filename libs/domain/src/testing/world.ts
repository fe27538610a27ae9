import { decideLine } from '../line/line.decide.js';
import type { LineEventType } from '../line/line.events.js';
import { evolveLine, NEW_LINE, type LineState } from '../line/line.state.js';
import { decideSite } from '../network/site.decide.js';
import type { SiteEventType } from '../network/site.events.js';
import { evolveSite, NEW_SITE, type SiteState } from '../network/site.state.js';
import { decidePlant } from '../plant/plant.decide.js';
import type { PlantEventType } from '../plant/plant.events.js';
import { evolvePlant, NEW_PLANT, type PlantState } from '../plant/plant.state.js';
import type { References } from '../references.js';
import { decideUnit } from '../unit/unit.decide.js';
import type { UnitEventType } from '../unit/unit.events.js';
import { evolveUnit } from '../unit/unit.evolve.js';
import { NEW_UNIT, type UnitState } from '../unit/unit.state.js';
import { hour, report } from './facts.js';
import { given, type Thing } from './given.js';

/** The registered plants, lines and sites that test units live among. */
export const plant: Thing<PlantState, PlantEventType> = {
  initial: NEW_PLANT,
  decide: decidePlant,
  evolve: evolvePlant,
};
export const site: Thing<SiteState, SiteEventType> = { initial: NEW_SITE, decide: decideSite, evolve: evolveSite };

const plants = new Map(
  (['bj-1:ignore', 'warn-1:warn', 'strict-1:require'] as const).map((name) => {
    const [id = '', vinCheckDigit] = name.split(':');
    const data = { plant: id, name: `Plant ${id}`, timeZone: 'Asia/Shanghai', vinCheckDigit };
    return [id, given(plant, report('PlantRegistered', hour(-1000), data)).state];
  }),
);
const knowsPlants: References = { plant: (id) => plants.get(id), line: () => undefined, site: () => undefined };

export const line: Thing<LineState, LineEventType> = {
  initial: NEW_LINE,
  decide: (state, event) => decideLine(state, event, knowsPlants),
  evolve: evolveLine,
};

const lines = new Map(
  ['bj-1.l-1', 'bj-1.l-2', 'warn-1.l-1', 'strict-1.l-1'].map((name) => {
    const [id = '', lineId = ''] = name.split('.');
    return [
      name,
      given(line, report('LineCommissioned', hour(-900), { plant: id, line: lineId, unitsPerHour: 16 })).state,
    ];
  }),
);
const sites = new Map(
  ['hub-1', 'hub-2', 'shop-1', 'shop-2'].map((id) => {
    const data = { site: id, kind: 'delivery', city: 'Beijing' };
    return [id, given(site, report('SiteOpened', hour(-900), data)).state];
  }),
);

export const WORLD: References = {
  plant: (id) => plants.get(id),
  line: (plantId, lineId) => lines.get(`${plantId}.${lineId}`),
  site: (id) => sites.get(id),
};

export const unit: Thing<UnitState, UnitEventType> = {
  initial: NEW_UNIT,
  decide: (state, event, revision) => decideUnit(state, event, WORLD, revision),
  evolve: evolveUnit,
};
