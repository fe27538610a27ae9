import type { MonthBooks } from '@plant-ledger/contract';
import { changes } from '../changes/changes.js';
import { lines } from '../lines/lines.js';
import { publishedFigures } from '../months/month-figures.js';
import { month } from '../months/month.js';
import type { ReadModel } from '../projecting/storage/read-model.js';
import { followed } from '../testing/followed.js';
import { history } from '../testing/history.js';
import { downtime } from './downtime.js';
import { explainDowntime } from './explain-downtime.js';

const place = { plant: 'bj-1', line: 'l1' };
const at = Date.parse('2024-08-02T00:00:00Z');
const none = () => Promise.resolve(undefined);
const july = (time: string) => `2024-07-${time}:00Z`;

/** LedgerOpened, PlantRegistered, LineCommissioned, and an unplanned stop of two hours: positions 1 to 5. */
function stopped() {
  const reported = history();
  reported.report('PlantRegistered', july('01T00:00'), {
    plant: 'bj-1',
    name: 'x',
    timeZone: 'UTC',
    vinCheckDigit: 'ignore',
  });
  reported.report('LineCommissioned', july('01T00:00'), { ...place, unitsPerHour: 16 }, 'line');
  reported.report('LineHalted', july('02T20:00'), { ...place, halt: 'a', reason: 'drive', planned: false });
  reported.report('LineResumed', july('02T22:00'), { ...place, halt: 'a' });
  return reported;
}

const figures = (readModel: ReadModel, asOf: bigint) =>
  readModel.read(async (snapshot) => {
    const asked = { period: {}, asOf, at };
    const [row] = (await downtime(snapshot, { ...asked, groupBy: ['month'] })).rows;
    const explained = await explainDowntime(snapshot, { ...asked, limit: 10 });
    expect(explained.value).toBe(row?.minutes ?? 0);
    expect(explained.stops.reduce((sum, { minutes }) => sum + minutes, 0)).toBe(explained.value);
    return {
      minutes: row?.minutes,
      lost: row?.lostUnitsEstimate,
      stops: explained.stops.map(({ from, to }) => [from, to]),
    };
  });

test('a planned stop told later takes its time out of an unplanned one, and the change says so', () => {
  const reported = stopped();
  reported.report('LineHalted', july('02T20:30'), { ...place, halt: 'b', reason: 'service', planned: true });
  reported.report('LineResumed', july('02T21:30'), { ...place, halt: 'b' });
  return followed(reported.events, async (readModel) => {
    expect(await figures(readModel, 5n)).toMatchObject({ minutes: 120, lost: 32 });
    expect(await figures(readModel, 6n)).toMatchObject({ minutes: 30, lost: 8 });
    expect(await figures(readModel, 7n)).toMatchObject({
      minutes: 60,
      lost: 16,
      stops: [
        ['2024-07-02T20:00:00.000Z', '2024-07-02T20:30:00.000Z'],
        ['2024-07-02T21:30:00.000Z', '2024-07-02T22:00:00.000Z'],
      ],
    });
    expect((await changes(readModel, none, { since: 5n, at, limit: 10 })).changes).toMatchObject([
      { figure: 'downtime', month: '2024-07', before: 120, after: 60, events: 2 },
    ]);
  });
});

test('a line found to be commissioned later stood still only since then: in the report, the changes and its status', () => {
  const reported = stopped();
  const changed = { changes: { occurredAt: july('02T21:00') }, reason: 'x' };
  reported.report('LineEventCorrected', july('03T00:00'), {
    ...place,
    corrects: { source: 'test', id: 'line' },
    ...changed,
  });
  return followed(reported.events, async (readModel) => {
    expect(await figures(readModel, 5n)).toMatchObject({ minutes: 120 });
    expect(await figures(readModel, 6n)).toMatchObject({
      minutes: 60,
      lost: 16,
      stops: [['2024-07-02T21:00:00.000Z', '2024-07-02T22:00:00.000Z']],
    });
    expect((await changes(readModel, none, { since: 5n, at, limit: 10 })).changes).toMatchObject([
      { figure: 'downtime', month: '2024-07', before: 120, after: 60, events: 1 },
    ]);
    const standing = (when: string) =>
      readModel.read(async (snapshot) => (await lines(snapshot, { at: Date.parse(july(when)) })).lines[0]?.state);
    expect([await standing('02T20:30'), await standing('02T21:30')]).toEqual(['idle', 'halted']);
  });
});

test('a closed month says that it was the commissioning that restated its downtime', async () => {
  const reported = stopped();
  const published = await followed(reported.events, (readModel) =>
    readModel.read((snapshot) => publishedFigures(snapshot, '2024-07')),
  );
  reported.report('MonthClosed', '2024-08-03T00:00:00Z', { month: '2024-07', published });
  const changed = { changes: { occurredAt: july('02T21:00') }, reason: 'x' };
  reported.report('LineEventCorrected', july('03T00:00'), {
    ...place,
    corrects: { source: 'test', id: 'line' },
    ...changed,
  });
  const view: MonthBooks = await followed(reported.events, (readModel) =>
    readModel.read((snapshot) => month(snapshot, { month: '2024-07', at: at + 2 * 86_400_000, limit: 10 })),
  );
  expect(view.downtimeRestatements).toMatchObject([
    {
      published: { minutes: 120 },
      current: { minutes: 60 },
      events: [{ position: '7', what: 'commissioning' }],
    },
  ]);
});
