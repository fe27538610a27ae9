import { alsoReportedBy, hour, iso, report, underTheIdOf } from '../testing/facts.js';
import { given } from '../testing/given.js';
import { commissioned, halted, lineCorrected, lineVoided, rated, resumed } from '../testing/line-facts.js';
import { line } from '../testing/world.js';
import { haltsOf } from './halts.js';

const running = given(line, commissioned());

describe('commissioning a line', () => {
  it('needs its plant registered', () => {
    const event = report('LineCommissioned', hour(0), { plant: 'xx-1', line: 'l-1', unitsPerHour: 16 });
    given(line).when(event).refused('unknown-plant', '/data/plant');
  });

  it('comes before anything else of the line', () => {
    for (const event of [
      rated(1, 20),
      halted(1),
      resumed(1),
      lineVoided(1, halted(1)),
      lineCorrected(1, halted(1), { planned: true }),
    ])
      given(line).when(event).refused('unknown-line', '/data/line');
  });

  it('is told once: the same rate again is a duplicate, another refused', () => {
    running.when(commissioned()).duplicateOf(commissioned());
    running
      .when(commissioned(5))
      .duplicateOf(commissioned(), { occurredAt: { first: iso(hour(0)), this: iso(hour(5)) } });
    running.when(commissioned(5, 20)).refused('already-commissioned', '/data/line');
  });

  it('can be voided only when nothing else stands, once, and then told anew', () => {
    const stream = given(line, commissioned(), rated(5, 20));
    expect(stream.when(lineVoided(6, commissioned())).refused('impossible-history', '/data/voids')).toContain(
      rated(5, 20).eventId,
    );
    const undo = lineVoided(7, commissioned());
    const undone = given(line, commissioned(), undo);
    expect(undone.state.commissioned).toBeUndefined();
    undone.when(halted(8)).refused('unknown-line', '/data/line');
    undone.when(lineVoided(9, commissioned(), 'again')).duplicateOf(undo);
    expect(undone.when(commissioned(9, 20)).accepted().state.commissioned?.unitsPerHour).toBe(20);
  });
});

describe('changing the rate', () => {
  it('is a duplicate when another source tells the same at the same time', () => {
    const stream = given(line, commissioned(), rated(5, 20));
    stream.when(alsoReportedBy('/erp', rated(5, 20))).duplicateOf(rated(5, 20));
    stream.when(rated(6, 20)).accepted();
    stream.when(alsoReportedBy('/erp', rated(5, 21))).accepted();
  });
});

describe('halting a line', () => {
  it('may happen while it is halted already: two causes at once', () => {
    const { state } = given(line, commissioned(), halted(1), halted(2, { reason: 'no batteries' }));
    expect(haltsOf(state.facts).filter(({ endedAt }) => endedAt === undefined)).toHaveLength(2);
  });

  it('without an id is the same halt when time, reason and kind are the same', () => {
    const stream = given(line, commissioned(), halted(1));
    stream.when(alsoReportedBy('/andon', halted(1))).duplicateOf(halted(1));
    stream.when(alsoReportedBy('/andon', halted(1), { data: { planned: true } })).accepted();
    stream.when(alsoReportedBy('/andon', halted(1), { data: { reason: 'power' } })).accepted();
    stream.when(halted(1.01)).accepted();
  });

  it('under an id told before is the same halt within 24 hours, and refused otherwise', () => {
    const first = halted(1, { halt: 'h-1' });
    const stream = given(line, commissioned(), first);
    stream
      .when(alsoReportedBy('/andon', first, { occurredAt: hour(25), data: { reason: 'told otherwise' } }))
      .duplicateOf(first, { occurredAt: { first: iso(hour(1)), this: iso(hour(25)) } });
    stream.when(alsoReportedBy('/andon', first, { occurredAt: hour(25) + 1 })).refused('already-halted', '/data/halt');
    stream.when(alsoReportedBy('/andon', first, { data: { planned: true } })).refused('already-halted', '/data/halt');
  });

  it('sent again under its source and id is recognised, whatever its content', () => {
    const stream = given(line, commissioned(), halted(1));
    stream.when(halted(1)).duplicateOf(halted(1));
    stream.when(underTheIdOf(halted(1), halted(2))).refused('conflicting-duplicate');
  });
});

describe('resuming a line', () => {
  it('that runs is refused', () => {
    running.when(resumed(5)).refused('not-halted', '/data/halt');
    given(line, commissioned(), halted(1), resumed(2)).when(resumed(50)).refused('not-halted', '/data/halt');
  });

  it('from a halt that is not, or no longer, open is refused', () => {
    const stream = given(
      line,
      commissioned(),
      halted(1, { halt: 'h-1' }),
      halted(1, { halt: 'h-2' }, 'two'),
      resumed(2, 'h-1'),
    );
    stream.when(resumed(50, 'h-1')).refused('not-halted', '/data/halt');
    stream.when(resumed(3, 'h-3')).refused('not-halted', '/data/halt');
    stream.when(resumed(3, 'h-2')).accepted();
  });

  it('late, from a halt that was told after the resumption that ends it so far, is accepted', () => {
    const reported = [halted(100), resumed(104), halted(10, { halt: 'late' }, 'late')];
    for (const resumption of [resumed(11, 'late'), resumed(11)]) {
      const { state } = given(line, commissioned(), ...reported)
        .when(resumption)
        .accepted();
      expect(haltsOf(state.facts).map(({ startedAt, endedAt }) => [startedAt, endedAt])).toEqual([
        [hour(100), hour(104)],
        [hour(10), hour(11)],
      ]);
    }
  });

  it('late, from one of several halts that ended together, ends that one earlier', () => {
    const stream = given(line, commissioned(), halted(1, { halt: 'a' }), halted(3, { halt: 'b' }, 'b'), resumed(9));
    const { state } = stream.when(resumed(5, 'a')).accepted();
    expect(haltsOf(state.facts).map(({ endedAt }) => endedAt)).toEqual([hour(5), hour(9)]);
    stream.when(resumed(9, 'a')).refused('not-halted', '/data/halt');
  });

  it('late is refused where the line would then have been resumed while it ran', () => {
    const stream = given(line, commissioned(), halted(1, { halt: 'a' }), resumed(9));
    stream.when(resumed(5, 'a')).refused('not-halted', '/data/halt');
    const longAgo = given(line, commissioned(), halted(1, { halt: 'a' }), resumed(30));
    longAgo.when(resumed(5)).refused('not-halted', '/data/halt');
  });

  it('before its halt began is refused, saying when that was', () => {
    const stream = given(line, commissioned(), halted(10, { halt: 'h-1' }));
    expect(stream.when(resumed(9)).refused('resumed-before-halted', '/time')).toContain(iso(hour(10)));
    stream.when(resumed(9, 'h-1')).refused('resumed-before-halted', '/time');
    stream.when(resumed(10, 'h-1')).accepted();
  });

  it('at the very instant a halt began ends what began before, and that halt only by its name', () => {
    const next = halted(10, { halt: 'next' }, 'next');
    const alone = given(line, commissioned(), next);
    expect(alone.when(resumed(10)).refused('resumed-before-halted', '/time')).toContain('began before');
    alone.when(resumed(10, 'next')).accepted();
    const both = given(line, commissioned(), halted(1, { halt: 'h-1' }), next)
      .when(resumed(10))
      .accepted();
    expect(haltsOf(both.state.facts).map(({ endedAt }) => endedAt)).toEqual([hour(10), undefined]);
    both.when(alsoReportedBy('/andon', resumed(10))).duplicateOf(resumed(10));
    expect(haltsOf(both.when(resumed(12)).accepted().state.facts).map(({ endedAt }) => endedAt)).toEqual([
      hour(10),
      hour(12),
    ]);
  });

  it('told by two sources is a duplicate', () => {
    const all = given(line, commissioned(), halted(1), resumed(2));
    all.when(alsoReportedBy('/andon', resumed(2))).duplicateOf(resumed(2));
    const one = given(line, commissioned(), halted(1, { halt: 'h-1' }), resumed(2, 'h-1'));
    one
      .when(alsoReportedBy('/andon', resumed(2, 'h-1'), { occurredAt: hour(3) }))
      .duplicateOf(resumed(2, 'h-1'), { occurredAt: { first: iso(hour(2)), this: iso(hour(3)) } });
  });

  it('told by two sources with other times is a duplicate that says so, within 24 hours and with no halt between', () => {
    const stream = given(line, commissioned(), halted(1), resumed(2));
    for (const at of [1.9, 2.1, 26])
      stream
        .when(alsoReportedBy('/andon', resumed(2), { occurredAt: hour(at) }))
        .duplicateOf(resumed(2), { occurredAt: { first: iso(hour(2)), this: iso(hour(at)) } });
    stream.when(alsoReportedBy('/andon', resumed(2), { occurredAt: hour(26) + 1 })).refused('not-halted', '/data/halt');
    const again = given(line, commissioned(), halted(1), resumed(2), halted(4, { halt: 'b' }), resumed(5, 'b'));
    again.when(resumed(4.5)).refused('not-halted', '/data/halt');
    again.when(resumed(3)).duplicateOf(resumed(2), { occurredAt: { first: iso(hour(2)), this: iso(hour(3)) } });
  });

  it('can name an unnamed halt by its event', () => {
    const stream = given(line, commissioned(), halted(1), halted(2));
    const { state } = stream.when(resumed(5, halted(2).eventId)).accepted();
    expect(haltsOf(state.facts).map(({ endedAt }) => endedAt)).toEqual([undefined, hour(5)]);
  });
});

describe('voiding and correcting what a line told', () => {
  const halt = halted(1, { halt: 'h-1' });
  const stopped = given(line, commissioned(), halt);

  it('takes a halt away', () => {
    expect(haltsOf(stopped.when(lineVoided(5, halt)).accepted().state.facts)).toEqual([]);
  });

  it('lets a voided halt’s id be used again', () => {
    given(line, commissioned(), halt, lineVoided(5, halt))
      .when(halted(90, { halt: 'h-1' }))
      .accepted();
  });

  it('opens a halt again when its resumption is voided', () => {
    const { state } = given(line, commissioned(), halt, resumed(5))
      .when(lineVoided(6, resumed(5)))
      .accepted();
    expect(haltsOf(state.facts)).toMatchObject([{ halt: 'h-1', endedAt: undefined }]);
  });

  it('is refused when a resumption would resume a running line, and names it', () => {
    const once = given(line, commissioned(), halt, resumed(5));
    expect(once.when(lineVoided(6, halt)).refused('impossible-history', '/data/voids')).toContain(resumed(5).eventId);
    const twice = given(line, commissioned(), halt, resumed(5), halted(7), resumed(9));
    expect(twice.when(lineVoided(10, halted(7))).refused('impossible-history', '/data/voids')).toContain(
      resumed(9).eventId,
    );
    twice
      .when(lineCorrected(10, halted(7), { occurredAt: iso(hour(9.5)) }))
      .refused('impossible-history', '/data/corrects');
    given(line, commissioned(), halt, resumed(5), lineVoided(6, resumed(5)))
      .when(lineVoided(7, halt))
      .accepted();
  });

  it('may void a halt whose resumption ended another as well', () => {
    given(line, commissioned(), halt, halted(2), resumed(5)).when(lineVoided(6, halt)).accepted();
  });

  it('is refused when it moves the only halt a resumption ended onto that instant, or the resumption onto the halt', () => {
    const once = given(line, commissioned(), halt, resumed(5));
    for (const [fact, at] of [
      [halt, 5],
      [resumed(5), 1],
    ] as const)
      once.when(lineCorrected(6, fact, { occurredAt: iso(hour(at)) })).refused('impossible-history', '/data/corrects');
  });

  it('leaves a halt open that it moves onto the instant of a resumption, where that still ends another', () => {
    const second = halted(3, { halt: 'h-2' }, 'second');
    const { state } = given(line, commissioned(), halt, second, resumed(5))
      .when(lineCorrected(6, second, { occurredAt: iso(hour(5)) }))
      .accepted();
    expect(haltsOf(state.facts).map(({ endedAt }) => endedAt)).toEqual([hour(5), undefined]);
  });

  it('changes reason, kind and time of a halt', () => {
    const changes = { reason: 'maintenance', planned: true, occurredAt: '2024-03-01T12:00:00+08:00' };
    const { state } = stopped.when(lineCorrected(5, halt, changes)).accepted();
    expect(haltsOf(state.facts)).toMatchObject([
      { halt: 'h-1', reason: 'maintenance', planned: true, startedAt: hour(4) },
    ]);
  });

  it('changes only the time of anything else', () => {
    const stream = given(line, commissioned(), halt, resumed(5), rated(6, 20));
    for (const fact of [commissioned(), resumed(5), rated(6, 20)]) {
      stream.when(lineCorrected(9, fact, { reason: 'other' })).refused('field-not-in-fact', '/data/changes/reason');
      stream.when(lineCorrected(9, fact, { occurredAt: iso(fact.occurredAt + 1000) })).accepted();
    }
  });

  it('must change something; what an earlier correction says already is a duplicate', () => {
    stopped.when(lineCorrected(5, halt, { reason: 'robot' })).refused('nothing-changes', '/data/changes');
    const first = lineCorrected(5, halt, { planned: true });
    given(line, commissioned(), halt, first)
      .when(lineCorrected(6, halt, { planned: true }))
      .duplicateOf(first);
  });

  it('needs the event to be known, standing, and a fact', () => {
    stopped.when(lineVoided(5, halted(99))).refused('unknown-event', '/data/voids');
    stopped.when(lineCorrected(5, halted(99), { planned: true })).refused('unknown-event', '/data/corrects');
    const undo = lineVoided(5, halt);
    const undone = given(line, commissioned(), halt, undo);
    undone.when(lineVoided(6, halt)).duplicateOf(undo);
    undone.when(lineCorrected(6, halt, { planned: true })).refused('already-voided', '/data/corrects');
    undone.when(lineVoided(6, undo)).refused('cannot-amend', '/data/voids');
    undone.when(lineCorrected(6, undo, { planned: true })).refused('cannot-amend', '/data/corrects');
  });
});
