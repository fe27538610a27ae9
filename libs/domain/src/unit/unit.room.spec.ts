import {
  alsoReportedBy,
  corrected,
  held,
  produced,
  received,
  released,
  report,
  hour,
  VIN,
  voided,
} from '../testing/facts.js';
import { given } from '../testing/given.js';
import { unit, WORLD } from '../testing/world.js';
import { bookUnit } from './unit.books.js';
import { owedToUnit } from './unit.decide.js';
import { evolveUnit } from './unit.evolve.js';
import { NEW_UNIT, type UnitState } from './unit.state.js';

/** Holds and releases in turns. */
const stops = (count: number) =>
  Array.from({ length: count }, (_, number) => (number % 2 === 0 ? held(number + 1) : released(number + 1)));
const model = (number: number) => corrected(5_000 + number, produced(0), { model: number % 2 === 0 ? 'b' : 'a' });

const owe = (state: UnitState, revision: number) => owedToUnit(state, produced(0), WORLD, revision);

describe('what one unit takes', () => {
  const full = given(unit, produced(0), ...stops(999));

  it('is 1,000 facts; the next one is refused, also one that books nothing, and what was told before still is', () => {
    expect(full.when(released(2_000)).refused('too-many-events')).toContain('1000 facts');
    full.when(received(500)).refused('too-many-events');
    full.when(held(999)).duplicateOf(held(999));
    full.when(alsoReportedBy('/erp', held(1))).duplicateOf(held(1));
    full.when(voided(2_000, held(999))).accepted();
  });

  it('is 100 voids and corrections; the next one is refused, and one told before still is a duplicate', () => {
    const amended = given(unit, produced(0), ...Array.from({ length: 100 }, (_, number) => model(number)));
    expect(amended.when(model(100)).refused('too-many-events')).toContain('100 voids and corrections');
    amended.when(model(99)).duplicateOf(model(99));
    amended.when(held(1)).accepted();
  });

  it('bounds what one event books anew', () => {
    const { log } = full;
    const state = log.reduce((now, event) => bookUnit(now, event).state, NEW_UNIT);
    const [correction] = full.when(model(0)).accepted().log.slice(-1);
    expect(correction && bookUnit(state, correction).transfers).toHaveLength(2_000);
  });

  it('takes in what waited for it, as much as may wait, and bounds the corrections that waited', () => {
    const waited = [...stops(850), ...Array.from({ length: 150 }, (_, number) => model(number))];
    const { state: began, log } = given(unit, ...waited, produced(0));
    let [state, revision] = [began, log.length];
    for (let owed = owe(state, revision); owed.length > 0; owed = owe(state, revision)) {
      state = owed.reduce((now, event) => evolveUnit(now, { ...event, position: undefined }), state);
      revision += owed.length;
    }
    expect([state.facts.length, state.amendments.length, state.parked.length]).toEqual([851, 100, 0]);
    // Every other of the rest says what stands then.
    const rest = Array.from({ length: 50 }, (_, number) => (number % 2 === 0 ? 'too-many-events' : 'duplicate'));
    expect(state.settled.map(({ code }) => code)).toEqual(rest);
  });

  it('that has more facts than this version takes, by a log of an earlier one, is not amended any more', () => {
    const many = Array.from({ length: 2_001 }, (_, number) =>
      report('UnitReceived', hour(number + 1), { vin: VIN, site: 'hub-1' }, { id: `r${number}` }),
    );
    const state = [produced(0), ...many].reduce(
      (now, event) => unit.evolve(now, { ...event, position: 0n, stream: '', revision: 0, recordedAt: 0 }),
      NEW_UNIT,
    );
    expect(unit.decide(state, model(0), 2_002)).toMatchObject({ kind: 'refuse', code: 'too-many-events' });
  });
});
