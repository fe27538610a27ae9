import { downtimeWithin, haltsOf, plannedTime, zoneCalendar, type Halt, type LineFact } from '@plant-ledger/domain';
import fc from 'fast-check';
import type { Snapshot } from '../asking/snapshot.js';
import { history, type History } from '../testing/history.js';
import { projected } from '../testing/project.js';
import { HaltRow, Line, LineFactRow, LineRate } from './lines.entities.js';

const place = { plant: 'bj-1', line: 'l1' };

/** LedgerOpened, PlantRegistered and LineCommissioned stand at positions 1 to 3. */
function withLine(): History {
  const reported = history();
  const plant = { plant: 'bj-1', name: 'B', timeZone: 'Asia/Shanghai', vinCheckDigit: 'ignore' };
  reported.report('PlantRegistered', '2024-01-01T00:00:00Z', plant);
  reported.report('LineCommissioned', '2024-01-01T00:00:00Z', { ...place, unitsPerHour: 16 });
  return reported;
}

async function halts({ manager }: Snapshot): Promise<string[]> {
  const rows = await manager.find(HaltRow, { order: { startedAt: 'ASC', fromPosition: 'ASC' } });
  const time = (instant: number | null) => (instant === null ? 'open' : new Date(instant).toISOString().slice(5, 16));
  return rows.map(
    ({ fromPosition, toPosition, startedAt, endedAt, reason, planned }) =>
      `${fromPosition}-${toPosition ?? ''} ${time(startedAt)} ${time(endedAt)} ${reason}${planned ? ' planned' : ''}`,
  );
}

test('a halt is known as open, and from its resumption on as ended', () => {
  const reported = withLine();
  reported.report('LineHalted', '2024-07-16T00:00:00Z', {
    ...place,
    reason: 'press',
    planned: false,
    expectedMinutes: 90,
  });
  reported.report('LineResumed', '2024-07-17T00:00:00Z', place);
  return projected(reported, async (snapshot) => {
    expect(await halts(snapshot)).toEqual(['4-5 07-16T00:00 open press', '5- 07-16T00:00 07-17T00:00 press']);
  });
});

test('overlapping halts across a month end are kept whole, and the downtime of each month is their union within it', () => {
  const reported = withLine();
  reported.report('LineHalted', '2024-07-31T14:00:00Z', { ...place, halt: 'a', reason: 'press', planned: false });
  reported.report('LineHalted', '2024-07-31T15:00:00Z', { ...place, halt: 'b', reason: 'paint', planned: false });
  reported.report('LineResumed', '2024-07-31T18:00:00Z', { ...place, halt: 'a' });
  reported.report('LineResumed', '2024-07-31T19:00:00Z', { ...place, halt: 'b' });
  return projected(reported, async ({ manager }) => {
    const rows = await manager.findBy(HaltRow, place);
    const known = rows
      .filter(({ toPosition }) => toPosition === null)
      .map(({ halt, eventId, startedAt, endedAt, reason, planned }): Halt => {
        return { halt, eventId, startedAt, endedAt: endedAt ?? undefined, reason, planned };
      });
    const rates = (await manager.find(LineRate)).map(({ effectiveAt: from, unitsPerHour }) => ({ from, unitsPerHour }));
    const { startOfMonth } = zoneCalendar('Asia/Shanghai');
    const hours = (month: string, next: string) =>
      downtimeWithin(
        known,
        { rates, planned: plannedTime(known), commissionedAt: 0 },
        { from: startOfMonth(month), to: startOfMonth(next) },
        Date.parse('2024-09-01T00:00:00Z'),
      );
    expect(hours('2024-07', '2024-08')).toMatchObject({ unplanned: 2 * 3_600_000, lostUnits: 32 });
    expect(hours('2024-08', '2024-09')).toMatchObject({ unplanned: 3 * 3_600_000, lostUnits: 48 });
  });
});

test('a resumption without a name ends every halt that was open then, and one told late shortens them', () => {
  const reported = withLine();
  reported.report('LineHalted', '2024-07-01T00:00:00Z', { ...place, halt: 'a', reason: 'press', planned: false });
  reported.report('LineHalted', '2024-07-01T01:00:00Z', { ...place, halt: 'b', reason: 'paint', planned: true });
  reported.report('LineResumed', '2024-07-01T05:00:00Z', place);
  reported.report('LineResumed', '2024-07-01T03:00:00Z', { ...place, halt: 'b' });
  return projected(reported, async (snapshot) => {
    expect(await halts(snapshot)).toEqual([
      '4-6 07-01T00:00 open press',
      '6- 07-01T00:00 07-01T05:00 press',
      '5-6 07-01T01:00 open paint planned',
      '6-7 07-01T01:00 07-01T05:00 paint planned',
      '7- 07-01T01:00 07-01T03:00 paint planned',
    ]);
  });
});

test('a void or correction works the halts out anew, and what was known before stays on record', () => {
  const reported = withLine();
  const halted = reported.report('LineHalted', '2024-07-01T00:00:00Z', { ...place, reason: 'press', planned: false });
  const resumed = reported.report('LineResumed', '2024-07-01T05:00:00Z', place);
  reported.report('LineEventVoided', '2024-07-02T00:00:00Z', { ...place, voids: resumed, reason: 'no' });
  const changes = { reason: 'paint', planned: true };
  reported.report('LineEventCorrected', '2024-07-02T00:00:00Z', { ...place, corrects: halted, changes, reason: 'no' });
  reported.report('LineEventVoided', '2024-07-02T00:00:00Z', { ...place, voids: halted, reason: 'no' });
  return projected(reported, async (snapshot) => {
    expect(await halts(snapshot)).toEqual([
      '4-5 07-01T00:00 open press',
      '5-6 07-01T00:00 07-01T05:00 press',
      '6-7 07-01T00:00 open press',
      '7-8 07-01T00:00 open paint planned',
    ]);
    const facts = await snapshot.manager.find(LineFactRow, { order: { position: 'ASC' } });
    expect(facts.map(({ type, voided, reason }) => [type, voided, reason])).toEqual([
      ['LineCommissioned', false, null],
      ['LineHalted', true, 'paint'],
      ['LineResumed', true, null],
    ]);
  });
});

test('rates hold from their instant on, as known from their position on', () => {
  const reported = withLine();
  reported.report('LineRateChanged', '2024-03-01T00:00:00Z', { ...place, unitsPerHour: 20 }, 'faster');
  const corrects = { source: 'test', id: 'faster' };
  const changes = { occurredAt: '2024-02-01T00:00:00Z' };
  reported.report('LineEventCorrected', '2024-04-01T00:00:00Z', { ...place, corrects, changes, reason: 'no' });
  return projected(reported, async ({ manager }) => {
    const rates = await manager.find(LineRate, { order: { fromPosition: 'ASC' } });
    expect(
      rates.map(({ fromPosition, toPosition, effectiveAt, unitsPerHour }) => [
        `${fromPosition}-${toPosition ?? ''}`,
        new Date(effectiveAt).toISOString().slice(0, 10),
        unitsPerHour,
      ]),
    ).toEqual([
      ['3-', '2024-01-01', 16],
      ['4-5', '2024-03-01', 20],
      ['5-', '2024-02-01', 20],
    ]);
    expect(await manager.find(Line)).toMatchObject([{ ...place, commissionedAt: Date.parse('2024-01-01T00:00:00Z') }]);
  });
});

test('of two resumptions at one instant the same one ends a halt, whichever came first', () => {
  const halted = { ...place, halt: 'a', reason: 'press', planned: false };
  const endedBy = async (first: string, second: string): Promise<string[]> => {
    const reported = withLine();
    reported.report('LineHalted', '2024-07-01T00:00:00Z', halted, 'halted');
    reported.report('LineResumed', '2024-07-01T03:00:00Z', place, first);
    reported.report('LineResumed', '2024-07-01T03:00:00Z', { ...place, halt: 'a' }, second);
    const ended: string[] = [];
    await projected(reported, async ({ manager }) => {
      for (const row of await manager.find(HaltRow)) if (row.toPosition === null) ended.push(String(row.endedBy));
    });
    return ended;
  };
  return Promise.all([endedBy('one', 'other'), endedBy('other', 'one')]).then(([oneWay, otherWay]) => {
    expect(oneWay).toHaveLength(1);
    expect(oneWay).toEqual(otherWay);
  });
});

test('halts kept up event by event are those that all facts together tell, in whatever order they came', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ halted: fc.boolean(), hour: fc.nat(20), halt: fc.option(fc.constantFrom('a', 'b', 'c')) }), {
        maxLength: 12,
      }),
      (said) => {
        const reported = withLine();
        const facts = said.map(({ halted, hour, halt }): LineFact => {
          const at = `2024-07-01T${String(hour).padStart(2, '0')}:00:00.000Z`;
          const type = halted ? 'LineHalted' : 'LineResumed';
          const details = halted ? { reason: 'press', planned: false } : {};
          const named = halt === null ? {} : { halt };
          const eventId = reported.report(type, at, { ...place, ...details, ...named });
          return { type, eventId, hash: '', position: undefined, occurredAt: Date.parse(at), ...named, ...details };
        });
        return projected(reported, async ({ manager }) => {
          const known = (await manager.find(HaltRow)).filter(({ toPosition }) => toPosition === null);
          const kept = known.map(({ eventId, startedAt, endedAt, endedBy }) => ({
            eventId,
            startedAt,
            endedAt,
            endedBy,
          }));
          const expected = haltsOf(facts).map(({ eventId, startedAt, endedAt = null, endedBy = null }) => ({
            eventId,
            startedAt,
            endedAt,
            endedBy,
          }));
          const byId = (a: { eventId: string }, b: { eventId: string }) => (a.eventId < b.eventId ? -1 : 1);
          expect(kept.toSorted(byId)).toEqual(expected.toSorted(byId));
        });
      },
    ),
    { numRuns: 40 },
  ));
