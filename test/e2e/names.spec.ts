import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { testDatabase } from '../../libs/read-model/src/testing/postgres/test-database.js';
import { ask, said } from '../support/ask.js';
import { event, eventIdFor, newVin, type TestEvent } from '../support/events.js';
import { eventually } from '../support/eventually.js';
import { startTestService, type TestService } from '../support/service.js';

/** What one plant calls its own things. */
interface Named {
  readonly plant: string;
  readonly line: string;
  readonly site: string;
  readonly model: string;
  readonly variant: string;
  readonly halt: string;
  readonly milestone: string;
}

/** Pieces that mean something to an address, a stream's name, a database, a table of keys, or UTF-16. */
const PIECES = [
  ...[
    'a',
    'Z',
    '0',
    '-',
    '_',
    '.',
    '..',
    '%',
    '%2F',
    '/',
    '//',
    '?',
    '#',
    '&',
    '=',
    '+',
    ';',
    ':',
    '@',
    '\\',
    '"',
    "'",
  ],
  ...['<b>', '{}', '$1', '*', '~', '|', '`', 'é', 'ß', '上海', '问界', '🚗', '𠮷', '｡', '𝟙'],
  ...[
    ' ',
    '  ',
    '__proto__',
    'constructor',
    'toString',
    'null',
    'undefined',
    'all',
    '10',
    '9',
    "';--",
    'İ',
    'ı',
    'क्षि',
  ],
];
const KNOWN = [
  'SU7 Max',
  'ID. Buzz',
  '问界M7',
  'Linie 1/Süd',
  'L_01.b',
  '__proto__',
  'constructor',
  '...',
  '10',
  '🚗'.repeat(80),
];

const isLegal = (name: string) =>
  !['', '.', '..', 'all'].includes(name) &&
  name === name.trim() &&
  name === name.normalize('NFC') &&
  Array.from(name).length <= 80;
const name = fc.oneof(
  fc.constantFrom(...KNOWN),
  fc
    .array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 6 })
    .map((pieces) => pieces.join('').normalize('NFC').trim())
    .filter(isLegal),
);
const named = fc.record<Named>({
  plant: name,
  line: name,
  site: name,
  model: name,
  variant: name,
  halt: name,
  milestone: name,
});

/** Names that run into each other where they are joined without care. */
const same = { variant: 'x', halt: 'x' };
const COLLIDING: readonly Named[] = [
  { plant: 'a.b', line: 'c', model: 'd e', site: 's.1', milestone: 'm', ...same },
  { plant: 'a', line: 'b.c', model: 'b d e', site: 's%2E1', milestone: 'M', ...same },
  { plant: 'a b', line: 'c', model: 'd', site: 's 1', milestone: 'm%', ...same },
  { plant: 'a%2Eb', line: 'c.', model: 'd e ', site: 'S.1', milestone: 'm%25', ...same },
].map((each) => ({ ...each, model: each.model.trim() }));

const SETS: readonly Named[] = distinct([
  ...COLLIDING,
  ...fc.sample(named, { numRuns: 16, seed: 25 }),
  ...KNOWN.map((one) => ({ plant: one, line: one, site: one, model: one, variant: one, halt: one, milestone: one })),
]);

/** Each thing is registered once. */
function distinct(sets: readonly Named[]): Named[] {
  const seen = { plant: new Set<string>(), site: new Set<string>(), milestone: new Set<string>() };
  return sets.filter((set) => {
    const kinds = ['plant', 'site', 'milestone'] as const;
    if (kinds.some((kind) => seen[kind].has(set[kind]))) return false;
    for (const kind of kinds) seen[kind].add(set[kind]);
    return true;
  });
}

/** A set's own facts: as many vehicles as its place in the list tells, one of them delivered, and a stop of 90 minutes. */
interface Reported extends Named {
  readonly vins: readonly string[];
  readonly events: readonly TestEvent[];
  readonly opened: TestEvent;
  readonly halted: TestEvent;
}

function report(set: Named, index: number): Reported {
  const { plant, line, site, model, variant, halt, milestone } = set;
  const vins = Array.from({ length: 1 + (index % 4) }, newVin);
  const early = { time: '2024-01-02T08:00:00Z' };
  const opened = event('SiteOpened', { site, name: `of ${site}`, kind: 'delivery', city: `${site} City` }, early);
  const halted = event(
    'LineHalted',
    { plant, line, halt, reason: 'press', planned: false },
    { time: '2024-07-20T10:00:00Z' },
  );
  const [first = ''] = vins;
  return {
    ...set,
    vins,
    opened,
    halted,
    events: [
      event('PlantRegistered', { plant, name: plant, timeZone: 'Asia/Shanghai', vinCheckDigit: 'ignore' }, early),
      event('LineCommissioned', { plant, line, unitsPerHour: 10 }, early),
      opened,
      event(
        'MilestoneDefined',
        { milestone, title: milestone, metric: 'produced', plant, model, target: 9, due: '2024-12-31' },
        early,
      ),
      event('MonthlyTargetSet', { metric: 'produced', month: '2024-07', plant, model, target: 100 + index }, early),
      ...vins.map((vin) => event('UnitProduced', { vin, plant, line, model, variant })),
      event('UnitDelivered', { vin: first, site }, { time: '2024-07-21T08:00:00Z' }),
      halted,
      event('LineResumed', { plant, line, halt }, { time: '2024-07-20T11:30:00Z' }),
    ],
  };
}

/** A name within a stream's, as the interface promises it. */
const inStream = (text: string) =>
  [...Buffer.from(text)]
    .map((byte) =>
      String.fromCharCode(byte).replace(/[^A-Za-z0-9-]/, () => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`),
    )
    .join('');

const query = (asked: Readonly<Record<string, string>>) => new URLSearchParams(asked).toString();
const inOrder = (names: readonly string[]) =>
  names.toSorted((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)));

describe('names as plants give them, end to end', () => {
  const folder = mkdtempSync(join(tmpdir(), 'names-'));
  const database = testDatabase();
  const reported = SETS.map(report);
  const services: TestService[] = [];

  beforeAll(async () => {
    const first = await startTestService({ ledger: folder });
    for (const { events } of reported) {
      const { results, ...counts } = said(await first.send.batch(events));
      expect(results.filter(({ result }: { result: string }) => result !== 'accepted')).toEqual([]);
      expect(counts.accepted).toBe(events.length);
    }
    await first.close();
  });
  afterEach(async () => {
    for (const service of services.splice(0)) await service.close();
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each([
    ['SQLite', () => undefined],
    ['PostgreSQL', () => `${database.url}?schema=names`],
  ])(
    'every figure, explanation and history is found under them, on %s',
    async (_engine, readModel) => {
      const service = await startTestService({ ledger: folder, readModel: readModel() });
      services.push(service);
      for (const each of reported) await everythingOf(service, each);
      await eventually(async () => {
        const { body: metrics } = await service.get('/metrics');
        const labels = reported.flatMap(({ plant, milestone }) => [
          `plant=${JSON.stringify(plant)}`,
          `milestone=${JSON.stringify(milestone)}`,
        ]);
        return labels.every((label) => metrics.includes(label));
      });

      const { rows } = await service.read('/v1/monthly-totals?groupBy=plant');
      expect(rows.map(({ plant }: { plant: string }) => plant)).toEqual(inOrder(reported.map(({ plant }) => plant)));
      const { lines } = await service.read('/v1/lines');
      expect(lines.map(({ plant }: { plant: string }) => plant)).toEqual(inOrder(reported.map(({ plant }) => plant)));
      const { milestones } = await service.read('/v1/milestones');
      expect(milestones.map(({ id }: { id: string }) => id)).toEqual(
        inOrder(reported.map(({ milestone }) => milestone)),
      );
      const { perCity } = await service.read('/v1/network');
      expect(perCity.map(({ city }: { city: string }) => city)).toEqual(
        inOrder(reported.map(({ site }) => `${site} City`)),
      );
      expect((await service.read('/v1/stock')).balanced).toBe(true);
    },
    240_000,
  );

  it('a closed month has them, and what comes later is restated under them', async () => {
    const service = await startTestService({ ledger: folder, clock: '2024-09-01T00:00:00Z' });
    services.push(service);
    const closing = event('MonthClosed', { month: '2024-07' }, { time: '2024-08-30T00:00:00Z' });
    expect(said(await service.send.structured(closing))).toMatchObject({ result: 'accepted' });
    const late = reported.map(({ plant, line, model }) => event('UnitProduced', { vin: newVin(), plant, line, model }));
    expect(said(await service.send.batch(late)).accepted).toBe(reported.length);
    const { published, restatements } = await service.read('/v1/months/2024-07');
    for (const { plant, model, line, vins } of reported) {
      expect(published.rows.find((row: Named) => row.plant === plant && row.model === model)).toMatchObject({
        produced: vins.length,
      });
      expect(published.downtime.find((row: Named) => row.plant === plant && row.line === line)).toMatchObject({
        minutes: 90,
      });
      expect(restatements.find((row: Named) => row.plant === plant && row.model === model)).toMatchObject({
        difference: 1,
      });
    }
    for (const { link } of (await service.read(`/v1/changes?since=${published.position}&limit=1000`)).changes)
      expect([link, (await service.get(link)).status]).toEqual([link, 200]);
  }, 240_000);
});

async function everythingOf(service: TestService, reported: Reported): Promise<void> {
  const { plant, line, site, model, variant, halt, milestone, vins, opened, halted } = reported;
  const [first = ''] = vins;
  const ofModel = query({ plant, model });
  const ofLine = query({ plant, line });

  const { rows } = await service.read(`/v1/monthly-totals?${ofModel}&groupBy=plant,model`);
  expect(rows).toMatchObject([
    { month: '2024-07', plant, model, produced: vins.length, delivered: 1, targets: [{ plant, model }] },
  ]);
  expect((await service.read(`/v1/daily-totals?${ofModel}&groupBy=model`)).rows).toMatchObject([
    { model, produced: vins.length },
    { model, delivered: 1 },
  ]);
  expect((await service.read(`/v1/stock?${ofModel}&groupBy=plant,model`)).rows).toMatchObject([
    { plant, model, stock: vins.length - 1, delivered: 1 },
  ]);
  expect((await service.read(`/v1/monthly-totals?${ofModel}&asOf=1`)).rows).toEqual([]);

  const explained = await service.read(`/v1/explain?figure=produced&${ofModel}`);
  expect(explained.value).toBe(vins.length);
  expect(explained.transfers.map((transfer: { vin: string }) => transfer.vin)).toEqual(vins);
  expect(await service.read(`/v1/explain?${query({ milestone })}`)).toMatchObject({ value: vins.length });

  expect((await service.read(`/v1/lines?${ofLine}`)).lines).toMatchObject([{ plant, line, state: 'running' }]);
  expect((await service.read(`/v1/downtime?${ofLine}&groupBy=plant,line`)).rows).toMatchObject([
    { plant, line, minutes: 90, halts: 1 },
  ]);
  const stops = await service.read(`/v1/explain?figure=downtime&${ofLine}`);
  expect(stops.stops).toMatchObject([{ plant, line, halts: [{ halt, eventId: eventIdFor(halted) }] }]);

  const inPath = await service.read(`/v1/milestones/${encodeURIComponent(milestone)}`);
  expect(inPath).toMatchObject({ id: milestone, plant, model, value: vins.length });
  expect((await service.read(`/v1/milestones?${query({ id: milestone })}`)).milestones).toMatchObject([
    { id: milestone, value: vins.length },
  ]);

  const unit = await service.read(`/v1/units/${first}`);
  expect(unit).toMatchObject({ plant, line, model, variant, state: 'delivered' });
  expect(unit.history.at(-1).data).toEqual({ vin: first, site });

  const { sites } = await service.read('/v1/explain?figure=sitesOpen:delivery&limit=1000');
  expect(sites.find((each: { eventId: string }) => each.eventId === eventIdFor(opened))).toMatchObject({
    site,
    name: `of ${site}`,
  });

  for (const [stream, about] of [
    [`plant-${inStream(plant)}`, { plant }],
    [`line-${inStream(plant)}.${inStream(line)}`, { plant, line }],
    [`site-${inStream(site)}`, { site }],
    [`milestone-${inStream(milestone)}`, { milestone }],
    [`target-produced.${inStream(plant)}.${inStream(model)}.2024-07`, { plant, model }],
  ] as const) {
    const events = await service.log(stream);
    expect(events.length).toBeGreaterThan(0);
    for (const { data } of events) expect(data).toMatchObject(about);
  }
}

describe('what is no name', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService();
  });
  afterAll(() => service.close());

  const ILLEGAL = [
    ['', 'must not be empty'],
    [' a', 'must have no white space at either end; "a" would be taken'],
    ['a\u00a0b', 'holds U+00A0; "a b" would be taken'],
    ['a\u0007', 'holds U+0007; "a" would be taken'],
    ['a\u202eb', 'holds U+202E; "ab" would be taken'],
    ['a\ue000', 'holds U+E000; "a" would be taken'],
    ['a\u0378', 'holds U+0378; "a" would be taken'],
    ['a\u2028b', 'holds U+2028; "a b" would be taken'],
    ['a\u2029b', 'holds U+2029; "a b" would be taken'],
    ['u\u0308', 'must be in Unicode normalization form C (NFC); "ü" would be taken'],
    ['x'.repeat(81), 'must be at most 80 characters, and has 81'],
    ['.', 'must not be "." or ".."'],
    ['..', 'must not be "." or ".."'],
    ['all', '"all" is reserved'],
  ] as const;

  it.each(ILLEGAL)('is refused with the reason wherever a name stands: %j', async (wrong, reason) => {
    const vin = newVin();
    const sent = [
      event('PlantRegistered', { plant: wrong, name: 'p', timeZone: 'UTC', vinCheckDigit: 'ignore' }),
      event('LineHalted', { plant: 'p', line: wrong, halt: wrong, reason: 'r', planned: true }),
      event('SiteClosed', { site: wrong }),
      event('MilestoneWithdrawn', { milestone: wrong, reason: 'r' }),
      event('UnitProduced', { vin, plant: 'p', line: 'l', model: wrong, variant: wrong }),
      event('UnitEventCorrected', { vin, corrects: { source: 's', id: '1' }, changes: { model: wrong }, reason: 'r' }),
    ];
    const { results } = said(await service.send.batch(sent));
    const pointers = [
      ['/data/plant'],
      ['/data/line', '/data/halt'],
      ['/data/site'],
      ['/data/milestone'],
      ['/data/model', '/data/variant'],
      ['/data/changes/model'],
    ];
    results.forEach(({ errors }: { errors: { pointer: string; message: string }[] }, index: number) => {
      expect(errors.map(({ pointer }) => pointer)).toEqual(pointers[index]);
      for (const { message } of errors) expect(message).toContain(reason);
    });
    for (const path of ['monthly-totals?model', 'lines?line', 'explain?figure=produced&plant', 'milestones?id']) {
      const { status, body } = await ask(`${service.url}/v1/${path}=${encodeURIComponent(wrong)}`);
      expect([path, status]).toEqual([path, 400]);
      expect(JSON.parse(body).errors[0].message).toContain(reason);
    }
  });
});
