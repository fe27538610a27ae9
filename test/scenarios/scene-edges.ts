import { plants, zoneOf } from './places.js';
import { isUnknownThing } from '@plant-ledger/domain';
import type { History } from './recount.types.js';
import { cloudEvent, idle, type Message, type Outcome, outOfOrder, rejected, waits } from './script.js';
import { type UnitScript, unitScript } from './unit-script.js';
import { vinSeries } from '../../apps/simulator/src/vin.js';

/** Model of the units written by hand, so that their totals can be counted by hand. */
const model = 'EDGE';
const at = (time: string): number => Date.parse(time);

/** Units at the edges of the calendar and of the rules, one sequence each. */
export function edgeScripts(history: History): Message[][] {
  const scripts: UnitScript[] = [];
  const serials = new Map<string, number>();
  const unit = (plant: string): UnitScript => {
    const serial = serials.get(plant) ?? 500_000;
    serials.set(plant, serial + 1);
    const vin = vinSeries(plants.find((candidate) => candidate.plant === plant)?.prefix ?? '')(serial);
    const script = unitScript(vin, zoneOf(plant), history.facts);
    scripts.push(script);
    return script;
  };
  const home = (plant: string): { plant: string; line: string; model: string } => ({ plant, line: 'L1', model });
  const simple = (plant: string, produced: string, site: string, delivered: string): UnitScript => {
    const script = unit(plant);
    script.produced(at(produced), home(plant));
    script.fact('UnitDelivered', at(delivered), { site }, 'delivery');
    return script;
  };

  // 1-7: first and last millisecond of local months.
  simple('sh-1', '2024-01-31T23:59:59.999+08:00', 'd-sh', '2024-02-29T23:59:59.999+08:00');
  simple('sh-1', '2024-02-01T00:00:00.000+08:00', 'd-sh', '2024-03-01T00:00:00.000+08:00');
  simple('be-1', '2024-03-31T23:59:59.999+02:00', 'd-be', '2024-04-01T00:00:00.000+02:00');
  simple('be-1', '2024-02-29T23:59:59.999+01:00', 'd-be', '2024-03-31T21:59:59.999Z');
  simple('be-1', '2024-10-31T23:59:59.999+01:00', 'd-no', '2024-10-31T23:59:59.999Z');
  simple('pn-1', '2024-05-31T18:29:59.999Z', 'd-no', '2024-06-30T23:59:59.999Z');
  simple('pn-1', '2024-05-31T18:30:00.000Z', 'd-mx', '2024-07-01T05:59:59.999Z');

  // 8: shipped and delivered before production arrives; delivered is told twice while it waits.
  const early = unit('sh-1');
  const delivery = early.parked('UnitDelivered', at('2024-05-01T00:00:00.000+02:00'), { site: 'd-be' });
  early.repeated(delivery, outOfOrder);
  const shipping = early.parked('UnitShipped', at('2024-04-03T10:00:00Z'), { site: 'd-be' });
  early.produced(at('2024-04-01T08:00:00+08:00'), home('sh-1'), [shipping, delivery]);
  early.repeated(delivery);

  // 9: returned on the first millisecond of May, delivered again on the last of June.
  const second = simple('sh-1', '2024-04-05T08:00:00+08:00', 'd-sh', '2024-04-10T12:00:00+08:00');
  second.fact('UnitReturned', at('2024-05-01T00:00:00.000+08:00'), { site: 'd-sh' }, 'delivery');
  second.fact('UnitDelivered', at('2024-06-30T23:59:59.999+02:00'), { site: 'd-be' }, 'delivery');

  // 10: the model corrected after delivery.
  const relabelled = unit('be-1');
  const asB2 = relabelled.produced(at('2024-05-10T08:00:00Z'), { plant: 'be-1', line: 'L1', model: 'B2' });
  relabelled.fact('UnitDelivered', at('2024-05-20T08:00:00Z'), { site: 'd-be' }, 'delivery');
  relabelled.corrected(asB2, at('2024-05-21T08:00:00Z'), { model });

  // 11: the plant corrected: production moves from Shanghai's July to Pune's June, scrapping from August to July.
  const moved = unit('sh-1');
  const inShanghai = moved.produced(at('2024-06-30T17:00:00Z'), home('sh-1'));
  moved.fact('UnitScrapped', at('2024-07-31T18:00:00Z'));
  moved.corrected(inShanghai, at('2024-08-02T08:00:00Z'), { plant: 'pn-1' });

  // 12: a delivery that never was.
  const kept = unit('be-1');
  kept.produced(at('2024-07-01T08:00:00Z'), home('be-1'));
  const unreal = kept.fact('UnitDelivered', at('2024-07-10T08:00:00Z'), { site: 'd-be' }, 'delivery');
  kept.voided(unreal, at('2024-08-10T08:00:00Z'));
  kept.repeated(unreal);

  // 13: a delivery that was ten minutes before the month's end, not after.
  const shifted = unit('be-1');
  shifted.produced(at('2024-07-02T08:00:00Z'), home('be-1'));
  const late = shifted.fact('UnitDelivered', at('2024-08-01T00:10:00+02:00'), { site: 'd-be' }, 'delivery');
  shifted.corrected(late, at('2024-08-02T08:00:00Z'), { occurredAt: at('2024-07-31T23:50:00+02:00') });

  // 14: a delivery in Mexico's August, not Shanghai's September.
  const elsewhere = unit('sh-1');
  elsewhere.produced(at('2024-08-02T08:00:00+08:00'), home('sh-1'));
  const wrongSite = elsewhere.fact('UnitDelivered', at('2024-09-01T01:00:00+08:00'), { site: 'd-sh' }, 'delivery');
  elsewhere.corrected(wrongSite, at('2024-09-02T08:00:00Z'), { site: 'd-mx' });

  // 15: a production that never was.
  const ghost = unit('pn-1');
  const ghostly = ghost.produced(at('2024-08-03T08:00:00Z'), home('pn-1'));
  ghost.voided(ghostly, at('2024-09-03T08:00:00Z'));

  // 16: held, not to be delivered, released, scrapped on the last millisecond of September.
  const doomed = unit('pn-1');
  doomed.produced(at('2024-09-01T08:00:00+05:30'), home('pn-1'));
  doomed.fact('UnitHeld', at('2024-09-02T08:00:00+05:30'));
  doomed.refused('UnitDelivered', at('2024-09-03T08:00:00+05:30'), { site: 'd-pn' }, 'unit-held');
  doomed.fact('UnitReleased', at('2024-09-04T08:00:00+05:30'));
  doomed.fact('UnitScrapped', at('2024-09-30T23:59:59.999+05:30'));
  doomed.refused('UnitDelivered', at('2024-10-03T08:00:00+05:30'), { site: 'd-pn' }, 'unit-scrapped');
  doomed.refused('UnitReturned', at('2024-10-03T09:00:00+05:30'), { site: 'd-pn' }, 'unit-scrapped');

  // 17: the shipment voided, the delivery stays.
  const direct = unit('sh-1');
  direct.produced(at('2024-09-03T08:00:00+08:00'), home('sh-1'));
  const shipped = direct.fact('UnitShipped', at('2024-09-04T08:00:00+08:00'), { site: 'd-sh' });
  direct.fact('UnitDelivered', at('2024-09-20T08:00:00+08:00'), { site: 'd-sh' }, 'delivery');
  direct.voided(shipped, at('2024-09-21T08:00:00+08:00'));

  // 18: the return voided, the delivery stands again.
  const returned = unit('sh-1');
  returned.produced(at('2024-09-04T08:00:00+08:00'), home('sh-1'));
  returned.fact('UnitDelivered', at('2024-09-10T08:00:00+08:00'), { site: 'd-sh' }, 'delivery');
  const back = returned.fact('UnitReturned', at('2024-09-12T08:00:00+08:00'), { site: 'd-sh' }, 'delivery');
  returned.voided(back, at('2024-09-13T08:00:00+08:00'));

  // 19: a delivery voided before it arrives.
  const foreseen = unit('be-1');
  foreseen.produced(at('2024-08-05T08:00:00Z'), home('be-1'));
  foreseen.factVoidedBefore('UnitDelivered', at('2024-08-20T08:00:00Z'), { site: 'd-be' });

  // 20: a production cannot be voided under a delivery, nor a delivery under a return.
  const firm = unit('pn-1');
  const base = firm.produced(at('2024-10-01T08:00:00+05:30'), home('pn-1'));
  firm.fact('UnitDelivered', at('2024-10-31T23:59:59.999+05:30'), { site: 'd-pn' }, 'delivery');
  firm.notVoided(base, at('2024-11-02T08:00:00Z'), 'impossible-history');
  const bound = unit('pn-1');
  bound.produced(at('2024-10-01T09:00:00+05:30'), home('pn-1'));
  const first = bound.fact('UnitDelivered', at('2024-10-11T08:00:00+05:30'), { site: 'd-pn' }, 'delivery');
  const cameBack = bound.fact('UnitReturned', at('2024-10-12T08:00:00+05:30'), { site: 'd-pn' }, 'delivery');
  bound.reportedToo(cameBack, 9);
  bound.notVoided(first, at('2024-11-02T08:00:00Z'), 'impossible-history');

  // 22-24: scrapped in transit, held in transit, in transit and told by two sources.
  const wreck = unit('sh-1');
  wreck.produced(at('2024-10-02T08:00:00+08:00'), home('sh-1'));
  wreck.fact('UnitShipped', at('2024-10-03T08:00:00+08:00'), { site: 'd-mx' });
  const scrap = wreck.fact('UnitScrapped', at('2024-10-31T16:00:00.000Z'));
  wreck.reportedToo(scrap, 12);
  wreck.refused('UnitScrapped', at('2024-11-05T16:00:00Z'), {}, 'already-scrapped');
  wreck.refused('UnitDelivered', at('2024-11-05T16:00:00Z'), { site: 'd-mx' }, 'unit-scrapped');
  wreck.refused('UnitHeld', at('2024-11-05T16:00:00Z'), {}, 'unit-scrapped');
  const customs = unit('sh-1');
  customs.produced(at('2024-10-03T08:00:00+08:00'), home('sh-1'));
  customs.fact('UnitShipped', at('2024-10-04T08:00:00+08:00'), { site: 'd-mx' });
  const stopped = customs.fact('UnitHeld', at('2024-10-05T08:00:00+08:00'));
  customs.reportedToo(stopped, 11);
  customs.refused('UnitHeld', at('2024-10-06T08:00:01+08:00'), {}, 'already-held');
  customs.refused('UnitShipped', at('2024-10-06T08:00:00+08:00'), { site: 'd-be' }, 'unit-held');
  customs.refused('UnitReceived', at('2024-10-06T08:00:00+08:00'), { site: 'd-mx' }, 'unit-held');
  customs.refused('UnitReturned', at('2024-10-06T08:00:00+08:00'), { site: 'd-mx' }, 'not-delivered');
  const waitingInStock = unit('sh-1');
  waitingInStock.produced(at('2024-10-03T09:00:00+08:00'), home('sh-1'));
  waitingInStock.refused('UnitReleased', at('2024-10-04T08:00:00+08:00'), {}, 'not-held');
  waitingInStock.refused('UnitReturned', at('2024-10-04T09:00:00+08:00'), { site: 'd-sh' }, 'not-delivered');
  const underway = unit('sh-1');
  underway.produced(at('2024-10-04T08:00:00+08:00'), home('sh-1'));
  const leaving = underway.fact('UnitShipped', at('2024-10-05T08:00:00+08:00'), { site: 'd-mx' });
  underway.reportedToo(leaving, 7);
  underway.refused('UnitShipped', at('2024-10-08T08:00:00+08:00'), { site: 'd-be' }, 'already-shipped');

  // 25: late history, and what comes too late to be history.
  const history25 = unit('sh-1');
  const made = history25.produced(at('2024-10-05T08:00:00+08:00'), home('sh-1'));
  const over = history25.fact('UnitDelivered', at('2024-10-20T08:00:00+08:00'), { site: 'd-sh' }, 'delivery');
  history25.fact('UnitShipped', at('2024-10-06T08:00:00+08:00'), { site: 'd-sh', late: true });
  history25.fact('UnitReceived', at('2024-10-08T08:00:00+08:00'), { site: 'd-sh', late: true });
  history25.refused('UnitHeld', at('2024-10-21T08:00:00+08:00'), {}, 'unit-delivered');
  history25.refused('UnitScrapped', at('2024-10-21T09:00:00+08:00'), {}, 'unit-delivered');
  history25.refused('UnitHeld', at('2024-10-04T08:00:00+08:00'), {}, 'occurred-before-production');
  history25.refused('UnitDelivered', at('2024-10-22T08:00:00+08:00'), { site: 'd-be' }, 'already-delivered');
  history25.refused('UnitDelivered', at('2024-10-22T08:00:00+08:00'), { site: 'd-sh' }, 'already-delivered');
  history25.refused(
    'UnitProduced',
    at('2024-10-05T08:00:00+08:00'),
    { plant: 'sh-1', line: 'L2', model },
    'already-produced',
  );
  history25.reportedToo(made, -4);
  history25.reportedToo(over, 9);
  history25.conflicting(made, at('2024-10-05T08:30:00+08:00'));
  history25.conflicting(over, at('2024-10-20T08:30:00+08:00'));
  history25.rewritten(made);
  history25.rewritten(over);

  // 26: what waited is refused once production comes, and what waits for ever.
  const inVain = unit('be-1');
  inVain.parked('UnitReleased', at('2024-10-06T08:00:00Z'), {}, rejected('not-held'));
  inVain.produced(at('2024-10-05T08:00:00Z'), home('be-1'));
  const waiting = unit('be-1');
  waiting.parked('UnitDelivered', at('2024-10-06T08:00:00Z'), { site: 'd-be' }, outOfOrder);

  // 27: three of the model REV delivered, the third one never was: the milestone be-three is reached, then reverted.
  const rev: Message[] = [0, 1, 2].flatMap((serial) => {
    const one = unitScript(vinSeries('WTPREV')(serial), zoneOf('be-1'), history.facts);
    one.produced(at('2024-08-12T08:00:00Z'), { plant: 'be-1', line: 'L1', model: 'REV' });
    const delivered = one.fact('UnitDelivered', at('2024-08-22T08:00:00Z'), { site: 'd-be' }, 'delivery');
    if (serial === 2) one.voided(delivered, at('2024-09-22T08:00:00Z'));
    return one.messages;
  });
  return [...scripts.map(({ messages }) => messages), rev];
}

/** Events that are refused for their form, each on its own. */
export function strayScripts(): Message[][] {
  const vinOf = vinSeries('LTPREF');
  const produced = { model: 'A1', plant: 'sh-1', line: 'L1' };
  const cases: [type: string, data: Record<string, unknown>, code: string][] = [
    ['UnitProduced', { vin: vinOf(0), ...produced, plant: 'nowhere' }, 'unknown-plant'],
    ['UnitProduced', { vin: vinOf(1), ...produced, line: 'L9' }, 'unknown-line'],
    ['UnitProduced', { vin: vinOf(2), ...produced, customer: 'a name' }, 'unknown-field'],
    ['UnitProduced', { vin: 'LTPREF000RA00000', ...produced }, 'invalid-vin'],
    ['UnitProduced', { vin: 'LTPREFO00RA000003', ...produced }, 'invalid-vin'],
    ['UnitProduced', { vin: vinOf(4).toLowerCase(), ...produced }, 'invalid-vin'],
    ['UnitProduced', { vin: wrongDigit(vinOf(5)), ...produced }, 'vin-check-digit'],
    ['UnitDelivered', { vin: vinOf(6), site: 'no-such-site' }, 'unknown-site'],
    ['LineHalted', { plant: 'sh-1', line: 'L9', reason: 'drive', planned: false }, 'unknown-line'],
    ['MonthlyTargetSet', { metric: 'produced', month: '2024-09', plant: 'nowhere', target: 1 }, 'unknown-plant'],
    ['MilestoneRevised', { milestone: 'no-such', target: 1, reason: 'none' }, 'unknown-milestone'],
  ];
  const source = '//stray.example/events';
  return cases.map(([type, data, code], index) => [
    idle(cloudEvent({ source, id: `stray-${index}` }, type, at('2024-06-10T08:00:00Z'), data), strayed(code)),
  ]);
}

/** What names something that is not registered waits for it, here in vain. */
function strayed(code: string): Outcome {
  return isUnknownThing(code) ? waits(code) : rejected(code);
}

/** The same VIN with another character in the place of its check digit. */
export function wrongDigit(vin: string): string {
  return vin.slice(0, 8) + (vin.charAt(8) === '0' ? '1' : '0') + vin.slice(9);
}
