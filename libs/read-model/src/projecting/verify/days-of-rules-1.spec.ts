import type { PublishedMonth } from '@plant-ledger/domain';
import { openEventStore } from '@plant-ledger/event-store';
import { join } from 'node:path';
import { publishedFigures } from '../../months/month-figures.js';
import { history, vin, type History } from '../../testing/history.js';
import { append, inFolder, projectUntil } from '../../testing/project.js';
import { openReadModel, openReadModelStorage } from '../open.js';
import { verify } from './verify.js';

type Totals = PublishedMonth['totals'];

/** One vehicle of each of these instants, made in a plant of a zone. */
function made(timeZone: string, instants: readonly string[]): History {
  const reported = history();
  const at = '2009-01-01T00:00:00Z';
  reported.report('PlantRegistered', at, { plant: 'p', name: 'P', timeZone, vinCheckDigit: 'ignore' });
  reported.report('LineCommissioned', at, { plant: 'p', line: 'l', unitsPerHour: 16 });
  for (const [index, instant] of instants.entries())
    reported.decide('UnitProduced', instant, { vin: vin(index), model: 'm', plant: 'p', line: 'l' });
  return reported;
}

/** Closes a month with what this version publishes but for `change`, and verifies. */
async function closed(reported: History, month: string, change: (figures: PublishedMonth) => Partial<PublishedMonth>) {
  return inFolder(async (path) => {
    const store = await openEventStore(`sqlite:${join(path, 'log.db')}`);
    const url = `sqlite:${join(path, 'read-model')}`;
    await append(store, reported.events);
    const readModel = await openReadModel(url);
    await projectUntil(store, readModel);
    const figures = await readModel.read((snapshot) => publishedFigures(snapshot, month));
    const published = { ...figures, rules: undefined, ...change(figures) };
    const before = reported.events.length;
    reported.report('MonthClosed', '2010-01-05T00:00:00Z', { month, published }, `close ${month}`);
    await append(store, reported.events, before);
    await projectUntil(store, readModel);
    await readModel.close();
    const storage = await openReadModelStorage(url);
    const report = await verify({ store, storage, signal: new AbortController().signal });
    await storage.close();
    await store.close();
    return { notes: report.notes, findings: report.findings.map(({ check }) => check) };
  });
}

const produced = (count: number): Totals =>
  count === 0 ? [] : [{ plant: 'p', model: 'm', produced: count, delivered: 0, returned: 0, scrapped: 0 }];

describe('a closing by rules 1 where clocks went back over midnight as the month began', () => {
  // The wall showed 31 October from 23:01 for the second time; those rules took it for November.
  const instants = ['2009-10-20T12:00:00Z', '2009-11-01T02:45:00Z', '2009-11-20T12:00:00Z'];
  const stJohns = () => made('America/St_Johns', instants);

  it.each([
    ['2009-10', 1],
    ['2009-11', 2],
  ])('of %s has the totals of then, which is a note', async (month, count) => {
    expect(await closed(stJohns(), month, () => ({ totals: produced(count) }))).toEqual({
      findings: [],
      notes: [expect.stringContaining('made by rules 1; it differs by rules 2')],
    });
  });

  it.each([
    ['2009-10', 2],
    ['2009-11', 1],
  ])('of %s that has the totals of now is no note either', async (month, count) => {
    const found = await closed(stJohns(), month, () => ({ totals: produced(count) }));
    expect(found).toEqual({ findings: [], notes: [] });
  });

  it.each([
    ['2009-10', 0],
    ['2009-10', 3],
    ['2009-11', 0],
    ['2009-11', 3],
  ])('of %s with %d units is a finding, as neither rule gives that', async (month, count) => {
    expect((await closed(stJohns(), month, () => ({ totals: produced(count) }))).findings).toEqual(['months']);
  });

  it('is held to the totals of now where it names the rules of now', async () => {
    const found = await closed(stJohns(), '2009-10', ({ rules }) => ({ rules, totals: produced(1) }));
    expect(found.findings).toEqual(['months']);
  });

  it('is held to them where no clock of its own does so', async () => {
    const utc = made('UTC', instants);
    expect((await closed(utc, '2009-11', () => ({ totals: produced(1) }))).findings).toEqual(['months']);
  });
});
