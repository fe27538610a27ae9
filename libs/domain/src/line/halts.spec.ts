import { hour } from '../testing/facts.js';
import { given } from '../testing/given.js';
import { commissioned, halted, resumed } from '../testing/line-facts.js';
import { line } from '../testing/world.js';
import { haltsOf, rateAt, type Rate } from './halts.js';
import type { LineFact } from './line.fact.js';

const halts = (...events: Parameters<typeof line.decide>[1][]) =>
  haltsOf(given(line, commissioned(), ...events).state.facts).map(({ halt, startedAt, endedAt }) => [
    halt,
    startedAt,
    endedAt,
  ]);

const a = halted(1, { halt: 'a' });
const b = halted(3, { halt: 'b' });

describe('the halts of a line', () => {
  it('are open until resumed', () => {
    expect(halts(a)).toEqual([['a', hour(1), undefined]]);
  });

  it('end all at once when the resumption names none', () => {
    expect(halts(a, b, resumed(5))).toEqual([
      ['a', hour(1), hour(5)],
      ['b', hour(3), hour(5)],
    ]);
  });

  it('end one by one when it names one', () => {
    expect(halts(a, b, resumed(5, 'a'))).toEqual([
      ['a', hour(1), hour(5)],
      ['b', hour(3), undefined],
    ]);
    expect(halts(a, b, resumed(5, 'a'), resumed(9))).toEqual([
      ['a', hour(1), hour(5)],
      ['b', hour(3), hour(9)],
    ]);
  });

  it('do not end by a resumption from before they began', () => {
    expect(halts(a, b, resumed(2))).toEqual([
      ['a', hour(1), hour(2)],
      ['b', hour(3), undefined],
    ]);
  });

  it('end at the first resumption, told late or not', () => {
    expect(halts(a, b, resumed(9, 'a'), resumed(5))).toEqual([
      ['a', hour(1), hour(5)],
      ['b', hour(3), hour(5)],
    ]);
  });

  it('told after the resumption that ended it is ended by it', () => {
    expect(halts(a, resumed(5), b)).toEqual([
      ['a', hour(1), hour(5)],
      ['b', hour(3), hour(5)],
    ]);
  });

  it('ended by two resumptions at one instant are ended by the same one, whichever arrived first', () => {
    const { facts } = given(line, commissioned(), a, b, resumed(5, 'a'), resumed(5)).state;
    const endedBy = (reported: Iterable<LineFact>) => haltsOf(reported).find(({ halt }) => halt === 'a')?.endedBy;
    expect(endedBy(facts)).toBe(endedBy([...facts].toReversed()));
    const { facts: twice } = given(line, commissioned(), a, resumed(5)).state;
    const again = [...twice].flatMap((fact) =>
      fact.type === 'LineResumed' ? [fact, { ...fact, eventId: 'another' }] : [fact],
    );
    expect(endedBy(again)).toBe(endedBy(again.toReversed()));
  });

  it('that begin at the very instant of a resumption that names none are the next stop, and stand', () => {
    const next = [
      ['a', hour(1), hour(3)],
      ['b', hour(3), undefined],
    ];
    expect(halts(a, resumed(3), b)).toEqual(next);
    expect(halts(a, b, resumed(3))).toEqual(next);
    expect(halts(b, a, resumed(3)).toSorted()).toEqual(next);
    expect(halts(a, resumed(3), b, resumed(5))).toEqual([
      ['a', hour(1), hour(3)],
      ['b', hour(3), hour(5)],
    ]);
  });

  it('may be no longer than an instant where the resumption names them', () => {
    expect(halts(a, resumed(1, 'a'))).toEqual([['a', hour(1), hour(1)]]);
  });

  it('keep what was told of them, and the events that began and ended them', () => {
    const event = halted(1, { planned: true, reason: 'maintenance', expectedMinutes: 90 });
    expect(haltsOf(given(line, commissioned(), event, resumed(5)).state.facts)).toEqual([
      {
        halt: event.eventId,
        eventId: event.eventId,
        endedBy: resumed(5).eventId,
        startedAt: hour(1),
        endedAt: hour(5),
        reason: 'maintenance',
        planned: true,
        expectedMinutes: 90,
      },
    ]);
  });

  it('of years of short stops are told apart in less than a second of processor', () => {
    const facts = given(line, commissioned(), halted(1), resumed(2)).state.facts.toArray().slice(1);
    const many = Array.from({ length: 20_000 }, (_none, index) =>
      facts.map((fact) => ({
        ...fact,
        halt: undefined,
        eventId: `${fact.eventId} ${index}`,
        occurredAt: fact.occurredAt + hour(index * 3),
      })),
    ).flat();
    const before = process.cpuUsage();
    expect(haltsOf(many).every(({ startedAt, endedAt }) => endedAt === startedAt + 3_600_000)).toBe(true);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1_000).toBeLessThan(1_000);
  });
});

describe('the rate of a line', () => {
  const from = (at: number, unitsPerHour: number): Rate => ({ from: hour(at), unitsPerHour });
  const rates = [from(0, 16), from(10, 20), from(20, 24)];

  it('holds from the time it was changed', () => {
    expect([0, 9.9, 10, 19.9, 20, 99].map((at) => rateAt(rates, hour(at)))).toEqual([16, 16, 20, 20, 24, 24]);
  });

  it('before the first one told is that first one, and none where none is told', () => {
    expect(rateAt(rates, hour(-5))).toBe(16);
    expect(rateAt([], hour(5))).toBe(0);
  });

  it('is the later-told one where two begin at once', () => {
    const twice = [from(0, 16), from(10, 20), from(10, 22)];
    expect(rateAt(twice, hour(10))).toBe(22);
  });
});
