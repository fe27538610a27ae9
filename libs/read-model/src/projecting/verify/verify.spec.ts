import { openEventStore, type EventStore } from '@plant-ledger/event-store';
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { publishedFigures } from '../../months/month-figures.js';
import { history, vin, type History } from '../../testing/history.js';
import { append, inFolder, projectUntil } from '../../testing/project.js';
import { longHistory } from '../../testing/random-history.js';
import { NoReadModelError } from '../generations/live-generation.js';
import { openReadModel, openReadModelStorage } from '../open.js';
import type { VerifyReport } from './report.js';
import { verify } from './verify.js';

/** Where a ledger's files lie, with its log closed. */
interface Ledger {
  readonly log: string;
  readonly generation: string;
  verify(): Promise<VerifyReport>;
}

const NEVER = new AbortController().signal;

/** Projects a history, and lets `alter` do what nobody should before it is verified. */
async function verified(
  reported: History['events'],
  alter: (ledger: Ledger) => Promise<void> | void,
): Promise<VerifyReport> {
  return inFolder(async (path) => {
    const [log, readModel] = [join(path, 'log.db'), join(path, 'read-model')];
    await withLog(log, async (store) => {
      await append(store, reported);
      const projected = await openReadModel(`sqlite:${readModel}`);
      await projectUntil(store, projected);
      await projected.close();
    });
    const ledger: Ledger = {
      log,
      generation: join(readModel, 'generation-1.db'),
      verify: () => verifyAt(log, readModel),
    };
    await alter(ledger);
    return ledger.verify();
  });
}

async function verifyAt(log: string, readModel: string): Promise<VerifyReport> {
  const storage = await openReadModelStorage(`sqlite:${readModel}`);
  try {
    return await withLog(log, (store) => verify({ store, storage, signal: NEVER }));
  } finally {
    await storage.close();
  }
}

async function withLog<T>(log: string, work: (store: EventStore) => Promise<T>): Promise<T> {
  const store = await openEventStore(`sqlite:${log}`);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

function byHand(file: string, sql: string): void {
  const database = new DatabaseSync(file);
  expect(database.prepare(sql).run().changes).toBe(1);
  database.close();
}

const failed = ({ checks }: VerifyReport) => checks.filter(({ ok }) => ok === false).map(({ check }) => check);
const notChecked = ({ checks }: VerifyReport) => checks.filter(({ ok }) => ok === null).map(({ check }) => check);
const sentences = ({ findings }: VerifyReport) => findings.map(({ sentence }) => sentence).join('\n');

function threeUnits(): History {
  const reported = history();
  const at = '2024-03-01T08:00:00Z';
  reported.report('PlantRegistered', at, { plant: 'bj-1', name: 'Beijing', timeZone: 'UTC', vinCheckDigit: 'ignore' });
  reported.report('LineCommissioned', at, { plant: 'bj-1', line: 'l-1', unitsPerHour: 16 });
  for (const number of [1, 2, 3])
    reported.decide('UnitProduced', at, { vin: vin(number), model: 'su7', plant: 'bj-1', line: 'l-1' });
  return reported;
}

/** What closing March would publish. */
async function figuresOf(reported: History['events']) {
  return inFolder(async (path) =>
    withLog(join(path, 'log.db'), async (store) => {
      await append(store, reported);
      const readModel = await openReadModel(`sqlite:${join(path, 'read-model')}`);
      await projectUntil(store, readModel);
      const figures = await readModel.read((snapshot) => publishedFigures(snapshot, '2024-03'));
      await readModel.close();
      return figures;
    }),
  );
}

describe('verifying', () => {
  it('finds nothing in a long history that was projected', async () => {
    const report = await verified(longHistory().events, () => undefined);
    expect([report.findings, failed(report)]).toEqual([[], []]);
    expect(report.chain).toMatch(/^[0-9a-f]{64}$/);
  });

  it('names the row and the column that was altered by hand', async () => {
    const report = await verified(threeUnits().events, ({ generation }) =>
      byHand(generation, `UPDATE unit SET model = 'su8' WHERE vin = '${vin(2)}'`),
    );
    expect(failed(report)).toEqual(['read-model']);
    expect(report.findings).toHaveLength(1);
    expect(sentences(report)).toContain(`the row of vin ${vin(2)}: model is su8, and the log gives su7`);
  });

  it.each([
    ['missing', `DELETE FROM unit WHERE vin = '${vin(1)}'`, `vin ${vin(1)}: account is missing`],
    [
      'that the log does not give',
      `INSERT INTO unit SELECT '${vin(0)}', account, plant, line, model, variant, produced_at, delivered_at, position, folded FROM unit LIMIT 1`,
      `vin ${vin(0)}`,
    ],
  ])('names a row %s', async (_what, sql, named) => {
    const report = await verified(threeUnits().events, ({ generation }) => byHand(generation, sql));
    expect(failed(report)).toEqual(['read-model']);
    expect(sentences(report)).toContain(named);
  });

  it('says when the books do not balance', async () => {
    const report = await verified(threeUnits().events, ({ generation }) =>
      byHand(generation, `UPDATE stock SET units = units + 1 WHERE account = 'stock'`),
    );
    expect(failed(report)).toEqual(['read-model', 'books']);
    expect(sentences(report)).toContain('The books of bj-1 su7 do not balance: 3 produced, and {"stock":4}');
  });

  it('says from which month end on transfers did not balance', async () => {
    const report = await verified(threeUnits().events, ({ generation }) =>
      byHand(generation, `UPDATE transfer SET debit = 'hold', credit = 'transit' WHERE vin = '${vin(3)}'`),
    );
    expect(failed(report)).toEqual(['read-model', 'books']);
    expect(sentences(report)).toContain('2 produced');
  });

  it('sees what no event says of itself, and was altered after it was projected', async () => {
    const report = await verified(threeUnits().events, ({ log }) =>
      byHand(
        log,
        `UPDATE event SET metadata = replace(metadata, '"recordedAt":"2024', '"recordedAt":"2023') WHERE position = 4`,
      ),
    );
    expect(failed(report)).toEqual(['chain', 'read-model']);
    expect(sentences(report)).toContain('an event was altered after it was projected, or the log was swapped');
  });

  const set = (what: string, where = `stream = 'unit-${vin(1)}'`) => `UPDATE event SET ${what} WHERE ${where}`;
  it.each([
    ['data', set(`data = replace(data, 'su7', 'su9')`), 'its data, type or time was altered'],
    ['id', set(`metadata = replace(metadata, '"id":"event-', '"id":"other-')`), 'its source or its id was altered'],
    ['JSON', set(`data = substr(data, 2)`), 'at position 4'],
    ['place in its stream', set('revision = 1'), 'missing before revision 1'],
    ['row', `DELETE FROM event WHERE position = 4`, 'Position 4 is missing before it'],
  ])(
    'names an event of the log whose %s was altered, and says that nothing else was checked',
    async (_what, sql, named) => {
      const report = await verified(threeUnits().events, ({ log }) => byHand(log, sql));
      expect(failed(report)).toEqual(['log']);
      expect(notChecked(report)).toEqual(['chain', 'read-model', 'books', 'months', 'ids']);
      expect(sentences(report)).toContain(named);
    },
  );

  it('sees that the log is an older copy', async () => {
    const report = await verified(threeUnits().events, ({ log }) =>
      byHand(log, `DELETE FROM event WHERE stream = 'unit-${vin(3)}'`),
    );
    expect(failed(report)).toEqual(['log']);
    expect(sentences(report)).toContain('an older copy of it');
  });

  it.each([1, 5])('names the event of the log at which a replay stops, the one at position %d', async (position) => {
    const report = await verified(threeUnits().events, ({ log }) =>
      byHand(log, `UPDATE event SET type = 'UnitTeleported', stream = 'unit-X' WHERE position = ${position}`),
    );
    expect(failed(report)).toEqual(['log']);
    expect(sentences(report)).toContain(
      `cannot be replayed beyond UnitTeleported at position ${position} (stream unit-X)`,
    );
  });

  it('names an id that a source has used for two things', async () => {
    const reported = threeUnits();
    reported.decide('UnitHeld', '2024-03-02T08:00:00Z', { vin: vin(1), reason: 'paint' }, 'again');
    reported.decide('UnitHeld', '2024-03-02T08:00:00Z', { vin: vin(2), reason: 'paint' }, 'again');
    const report = await verified(reported.events, () => undefined);
    expect(failed(report)).toEqual(['ids']);
    expect(sentences(report)).toContain(
      `Source test has used id again twice: at position 7 (stream unit-${vin(1)}) and at position 8 (stream unit-${vin(2)})`,
    );
  });

  it.each([
    ['as it was', 3, []],
    ['otherwise', 4, ['months']],
  ])('holds a month that was published %s against the log', async (_how, produced, expected) => {
    const { events: reported } = threeUnits();
    const published = await figuresOf(reported);
    const closing = history();
    const totals = published.totals.map((row) => ({ ...row, produced }));
    closing.report(
      'MonthClosed',
      '2024-04-02T00:00:00Z',
      { month: '2024-03', published: { ...published, totals } },
      'close',
    );
    const report = await verified([...reported, ...closing.events.slice(1)], () => undefined);
    expect(failed(report)).toEqual(expected);
  });

  const place = { plant: 'bj-1', line: 'l-1' };
  const halted = { ...place, planned: false };

  it('says that a month published by earlier rules differs by the rules since, which is no finding', async () => {
    const { events: reported } = stopsOfMarch();
    const published = await figuresOf(reported);
    const [row] = published.downtime;
    expect(row).toMatchObject({ minutes: 60, plannedMinutes: 120 });
    const closed = (changes: object) => {
      const closing = history();
      const figures = { ...published, downtime: [{ ...row, minutes: 120, lostUnitsEstimate: 32 }], ...changes };
      closing.report('MonthClosed', '2024-04-02T00:00:00Z', { month: '2024-03', published: figures }, 'close');
      return verified([...reported, ...closing.events.slice(1)], () => undefined);
    };
    const earlier = await closed({ rules: undefined });
    expect([earlier.findings, earlier.notes]).toEqual([
      [],
      [expect.stringContaining('made by rules 1; it differs by rules 2')],
    ]);
    expect(failed(await closed({}))).toEqual(['months']);
    expect(failed(await closed({ rules: undefined, totals: [] }))).toEqual(['months']);
  });

  it('lists the stops that the rule on resumptions without a name brings back open', async () => {
    const reported = threeUnits();
    reported.report('LineHalted', '2024-03-05T10:00:00Z', { ...halted, reason: 'a' });
    reported.report('LineResumed', '2024-03-05T11:00:00Z', place);
    reported.report('LineHalted', '2024-03-05T11:00:00Z', { ...halted, halt: 'next', reason: 'b' });
    const { findings, notes } = await verified(reported.events, () => undefined);
    expect(findings).toEqual([]);
    expect(notes).toEqual([
      expect.stringContaining('Line l-1 of bj-1 stands still since 2024-03-05T11:00:00.000Z (halt next)'),
    ]);
    reported.report('LineResumed', '2024-03-05T12:00:00Z', place);
    expect((await verified(reported.events, () => undefined)).notes).toEqual([]);
  });

  function stopsOfMarch(): History {
    const reported = threeUnits();
    reported.report('LineHalted', '2024-03-05T20:00:00Z', { ...halted, halt: 'a', reason: 'drive' });
    reported.report('LineHalted', '2024-03-05T21:00:00Z', { ...halted, halt: 'b', reason: 'service', planned: true });
    reported.report('LineResumed', '2024-03-05T22:00:00Z', { ...place, halt: 'a' });
    reported.report('LineResumed', '2024-03-05T23:00:00Z', { ...place, halt: 'b' });
    return reported;
  }

  it('says that there is no read model yet', async () =>
    inFolder(async (path) => {
      await withLog(join(path, 'log.db'), (store) => append(store, threeUnits().events));
      await expect(verifyAt(join(path, 'log.db'), join(path, 'nothing'))).rejects.toThrow(NoReadModelError);
    }));
});
