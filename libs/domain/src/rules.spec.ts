import type { Decision } from './decision.js';
import type { EventType } from './catalog.js';
import type { SourceEvent } from './event.js';
import { decideMonth, evolveMonth, NEW_MONTH } from './month/month.decide.js';
import { decideMilestone, evolveMilestone, NEW_MILESTONE } from './plan/milestone.decide.js';
import { RULES, type RuleCode } from './rules.js';
import {
  corrected,
  delivered,
  held,
  hour,
  produced,
  returned,
  scrapped,
  shipped,
  released,
  report,
  underTheIdOf,
  VIN,
  voided,
} from './testing/facts.js';
import { given, type Thing } from './testing/given.js';
import { commissioned, halted, lineVoided, resumed } from './testing/line-facts.js';
import { line, plant, site, unit, WORLD } from './testing/world.js';

const milestone: Thing<typeof NEW_MILESTONE, 'MilestoneDefined' | 'MilestoneRevised' | 'MilestoneWithdrawn'> = {
  initial: NEW_MILESTONE,
  decide: (state, event) => decideMilestone(state, event, WORLD),
  evolve: evolveMilestone,
};
const month: Thing<typeof NEW_MONTH, 'MonthClosed' | 'MonthReopened'> = {
  initial: NEW_MONTH,
  decide: (state, event) => decideMonth(state, event, { now: Infinity, zonesInUse: () => ['UTC'] }),
  evolve: evolveMonth,
};

/** The decision on the last of these events, on the history that the others make. */
function reported<State, Type extends EventType>(thing: Thing<State, Type>, ...events: SourceEvent<Type>[]): Decision {
  const [event] = events.slice(-1);
  if (!event) throw new Error('nothing told');
  return given(thing, ...events.slice(0, -1)).when(event).decision;
}

const registered = (data: object = {}) =>
  report(
    'PlantRegistered',
    hour(0),
    { plant: 'p-1', name: 'One', timeZone: 'UTC', vinCheckDigit: 'ignore', ...data },
    { id: JSON.stringify(data) },
  );
const opened = (city: string) => report('SiteOpened', hour(0), { site: 's-1', kind: 'sales', city }, { id: city });
const closed = (at: number) => report('SiteClosed', hour(at), { site: 's-1' });
const defined = (target: number) =>
  report(
    'MilestoneDefined',
    hour(0),
    { milestone: 'm-1', title: 't', metric: 'produced', target, due: '2024-12-31' },
    { id: `${target}` },
  );
const revised = report('MilestoneRevised', hour(2), { milestone: 'm-1', target: 7, reason: 'r' });
const withdrawn = report('MilestoneWithdrawn', hour(1), { milestone: 'm-1', reason: 'r' });
const ofMarch = (type: 'MonthClosed' | 'MonthReopened', at = 5) => report(type, hour(at), { month: '2024-03' });

/** Codes that no decider answers with, and who does. */
const ELSEWHERE: Partial<Record<RuleCode, string>> = {
  'out-of-order': 'libs/ledger, for what a decider parks; and the settling of a parked fact',
  'duplicate-differs': 'libs/ledger, into quarantine beside a duplicate that differs',
  'too-large-to-append': 'libs/ledger, where the store does not take it',
  'stream-unusable': 'libs/ledger, where the store does not take or give what belongs to a stream',
  'month-closing-unavailable': 'libs/ledger, where no read model can be asked for the figures',
};

const STORIES: Partial<Record<RuleCode, () => Decision>> = {
  'too-many-waiting': () =>
    reported(
      unit,
      ...Array.from({ length: 1_001 }, (_, number) =>
        report('UnitHeld', hour(number), { vin: VIN, reason: 'r' }, { id: `${number}` }),
      ),
    ),
  'too-many-events': () =>
    reported(
      unit,
      produced(0),
      ...Array.from({ length: 1_000 }, (_, number) => (number % 2 === 0 ? held(number + 1) : released(number + 1))),
    ),
  'conflicting-duplicate': () => reported(unit, produced(0), underTheIdOf(produced(0), held(1))),

  'unknown-plant': () => reported(unit, produced(0, { plant: 'x' })),
  'unknown-line': () => reported(unit, produced(0, { line: 'x' })),
  'unknown-site': () => reported(unit, produced(0), shipped(1, 'x')),
  'unknown-milestone': () => reported(milestone, revised),
  'unknown-event': () => reported(line, commissioned(), lineVoided(1, halted(1))),

  'vin-check-digit': () =>
    reported(
      unit,
      report('UnitProduced', hour(0), { vin: 'LSU7AAAA0RB000001', model: 'm', plant: 'strict-1', line: 'l-1' }),
    ),
  'already-produced': () => reported(unit, produced(0), produced(1, { model: 'x' })),
  'already-held': () => reported(unit, produced(0), held(1), held(99)),
  'already-shipped': () => reported(unit, produced(0), shipped(1), shipped(2, 'hub-2')),
  'already-delivered': () => reported(unit, produced(0), delivered(1), delivered(2, 'shop-2')),
  'already-scrapped': () => reported(unit, produced(0), scrapped(1), scrapped(99)),
  'not-held': () => reported(unit, produced(0), released(1)),
  'not-delivered': () => reported(unit, produced(0), returned(1)),
  'not-allowed': () => reported(unit, produced(0), { ...held(1), ofPlants: ['another'] }),
  'unit-held': () => reported(unit, produced(0), held(1), delivered(2)),
  'unit-delivered': () => reported(unit, produced(0), delivered(1), scrapped(2)),
  'unit-scrapped': () => reported(unit, produced(0), scrapped(1), delivered(2)),
  'occurred-before-production': () => reported(unit, produced(0), held(-1)),

  'already-voided': () =>
    reported(
      unit,
      produced(0),
      held(1),
      voided(2, held(1)),
      corrected(3, held(1), { occurredAt: '2024-03-02T00:00:00Z' }),
    ),
  'cannot-amend': () => reported(unit, produced(0), held(1), voided(2, held(1)), voided(3, voided(2, held(1)))),
  'impossible-history': () => reported(unit, produced(0), held(1), voided(2, produced(0))),
  'field-not-in-fact': () => reported(unit, produced(0), corrected(1, produced(0), { site: 'shop-1' })),
  'nothing-changes': () => reported(unit, produced(0), corrected(1, produced(0), { model: 'su7' })),

  'already-commissioned': () => reported(line, commissioned(0, 16), commissioned(1, 20)),
  'already-halted': () => reported(line, commissioned(), halted(1, { halt: 'h' }), halted(99, { halt: 'h' })),
  'not-halted': () => reported(line, commissioned(), resumed(1)),
  'resumed-before-halted': () => reported(line, commissioned(), halted(5), resumed(4)),

  'already-registered': () => reported(plant, registered(), registered({ name: 'Two' })),
  'zone-fixed': () => reported(plant, registered(), registered({ timeZone: 'Asia/Shanghai' })),

  'already-defined': () => reported(milestone, defined(5), defined(6)),
  'milestone-withdrawn': () => reported(milestone, defined(5), withdrawn, revised),

  'already-open': () => reported(site, opened('Beijing'), opened('Shanghai')),
  'not-open': () => reported(site, opened('Beijing'), closed(1), closed(99)),

  'month-not-ended': () => reported(month, ofMarch('MonthClosed')),
  'month-already-closed': () => reported(month, ofMarch('MonthClosed', 800), ofMarch('MonthClosed', 801)),
  'not-closed': () => reported(month, ofMarch('MonthReopened')),
};

describe('every rule', () => {
  const codes = Object.keys(RULES) as RuleCode[];

  it.each(codes.filter((code) => !(code in ELSEWHERE)))('has a case that is refused by it: %s', (code) => {
    expect(STORIES[code]?.()).toMatchObject({ kind: 'refuse', code, detail: expect.stringMatching(/\.$/) });
  });

  it('says in one line what it means', () => {
    for (const meaning of Object.values(RULES)) expect(meaning).toMatch(/^[^\n]{10,80}$/);
  });

  it('is answered by a decider here, or by who is named for it, not by both', () => {
    expect(Object.keys({ ...STORIES, ...ELSEWHERE }).toSorted()).toEqual(codes.toSorted());
    expect(Object.keys(STORIES).filter((code) => code in ELSEWHERE)).toEqual([]);
  });
});
