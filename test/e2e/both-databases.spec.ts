import { setTimeout as delay } from 'node:timers/promises';
import { su7Scenario } from '../../apps/simulator/src/index.js';
import { seededRandom } from '../../apps/simulator/src/random.js';
import { testDatabase } from '../../libs/read-model/src/testing/postgres/test-database.js';
import { askedAt, threePlants } from '../scenarios/three-plants.js';
import { anEvent, mutatedEvent } from '../fuzz/events.js';
import { randomOf } from '../fuzz/random.js';
import { sendInMixedModes } from '../support/as-answered.js';
import { places } from '../support/events.js';
import { startTestService, type TestService } from '../support/service.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const GROUPED = ['', '?groupBy=plant', '?groupBy=model', '?groupBy=plant,model'];
const FIGURES = ['produced', 'delivered', 'returned', 'scrapped', 'netDelivered'];
const EXPLAINED = [...FIGURES, 'downtime', 'cities', 'sitesOpen:sales'];

/** Every path that something is read from, but for those that tell of the service itself. */
const paths = (vins: readonly string[], months: readonly string[]): string[] => [
  ...GROUPED.flatMap((grouped) => ['monthly-totals', 'daily-totals', 'stock'].map((path) => `/v1/${path}${grouped}`)),
  ...['', '?groupBy=month,plant,line', '?groupBy=month', '?groupBy=plant,reason', '?groupBy=reason'].map(
    (grouped) => `/v1/downtime${grouped}`,
  ),
  ...['milestones', 'lines', 'network', 'quarantine', 'sources'].map((path) => `/v1/${path}`),
  ...['waiting', 'rejected', 'resolved', 'discarded'].map((state) => `/v1/quarantine?state=${state}&limit=5`),
  ...EXPLAINED.flatMap((figure) => ['', '&limit=7'].map((limit) => `/v1/explain?figure=${figure}${limit}`)),
  ...months.map((month) => `/v1/months/${month}`),
  ...vins.map((vin) => `/v1/units/${vin}`),
];

/** Those of them that can be asked as of a moment gone by. */
const thenPaths = (vins: readonly string[], months: readonly string[]): string[] =>
  paths(vins, months).filter((path) => !/sources/.test(path));

const withQuery = (path: string, query: string): string => `${path}${path.includes('?') ? '&' : '?'}${query}`;

describe('the same log, its figures on PostgreSQL and on SQLite', () => {
  const folder = temporaryFolder();
  const database = testDatabase();
  let ledgers = 0;

  /** What is answered to everything, after `fill`, by a service whose figures are there. */
  async function answersOf(
    readModel: string | undefined,
    clock: string,
    fill: (service: TestService) => Promise<unknown>,
    ask: (head: bigint) => readonly string[],
  ): Promise<Map<string, string>> {
    const service = await startTestService({ clock, readModel, ledger: folder.path });
    try {
      await fill(service);
      const head = await restingHead(service);
      // Everything is in the read model once this is answered.
      await service.read('/v1/stock');
      const answers = new Map<string, string>();
      for (const path of ask(head)) {
        const { status, body } = await service.get(path);
        answers.set(path, `${status} ${path.startsWith('/v1/sources') ? withoutCounters(body) : body}`);
      }
      return answers;
    } finally {
      await service.close();
    }
  }

  async function compare(
    clock: string,
    fill: (service: TestService) => Promise<unknown>,
    ask: (head: bigint) => readonly string[],
    found = 0.8,
  ): Promise<void> {
    // A read model's schema holds one ledger.
    const onPostgres = await answersOf(`${database.url}?schema=ledger_${(ledgers += 1)}`, clock, fill, ask);
    const onSqlite = await answersOf(undefined, clock, () => Promise.resolve(), ask);
    expect([...onPostgres.values()].filter((answer) => answer.startsWith('200 ')).length).toBeGreaterThan(
      onPostgres.size * found,
    );
    expect([...onPostgres].filter(([, answer]) => answer.startsWith('5'))).toEqual([]);
    for (const [path, answer] of onPostgres) expect([path, answer]).toEqual([path, onSqlite.get(path)]);
  }

  it('gives every answer alike to the byte, now and as of before: three plants in three zones', async () => {
    const seed = 21;
    const { inputs } = threePlants(seed);
    const random = seededRandom(seed);
    const vins = [...new Set(inputs.flatMap(({ event }) => vinOf({ ...event })))].filter((_, index) => index % 9 === 0);
    const months = ['2024-01', '2024-02', '2024-05', '2024-10', '2024-11'];
    await compare(
      askedAt,
      (service) =>
        sendInMixedModes(
          service.send,
          inputs.map(({ event }) => ({ ...event })),
          random,
        ),
      (head) => [
        ...paths(vins, months),
        ...[7n, head / 3n, (head * 4n) / 5n, head].flatMap((asOf) =>
          thenPaths(vins.slice(0, 5), months).map((path) => withQuery(path, `asOf=${asOf}`)),
        ),
        ...['?since=0', `?since=${head / 2n}`, `?since=${head / 2n}&asOf=${head - 5n}&limit=9`].map(
          (query) => `/v1/changes${query}`,
        ),
      ],
    );
  }, 180_000);

  it('gives every answer alike to the byte: the reference scenario with its forecasts', async () => {
    async function* scenario() {
      for (const event of su7Scenario({ scale: 0.05 })) yield `${JSON.stringify(event)}\n`;
    }
    await compare(
      '2024-07-29T00:00:00Z',
      (service) => service.send.post('application/x-ndjson', scenario()),
      (head) => [
        ...paths([], ['2024-04', '2024-07']),
        ...thenPaths([], ['2024-04']).map((path) => withQuery(path, `asOf=${(head * 2n) / 3n}`)),
        '/v1/changes?since=1',
      ],
    );
  }, 180_000);

  it('gives every answer alike to the byte: what is sent and asked has every kind of odd value', async () => {
    const random = randomOf(7);
    const events = Array.from({ length: 1_500 }, () => (random.chance(0.5) ? anEvent(random) : mutatedEvent(random)));
    const odd = [
      '%00',
      'a%00b',
      '%F0%9F%98%80',
      '%0A',
      "'",
      '%22',
      '%25',
      '\\',
      '99999999999999999999',
      '9223372036854775808',
    ];
    const asked = [
      ...['source', 'code', 'after', 'state'].map((name) => `quarantine?${name}=`),
      ...['plant', 'model', 'from', 'asOf', 'minPosition'].map((name) => `monthly-totals?${name}=`),
      ...['figure', 'milestone', 'figure=downtime&line', 'figure=downtime&reason', 'figure=produced&after'].map(
        (name) => `explain?${name}=`,
      ),
      ...['lines?plant=', 'downtime?line=', 'sources?after=', 'changes?since=', 'milestones/', 'units/', 'months/'],
    ].flatMap((path) => odd.map((value) => `/v1/${path}${value}`));
    await compare(
      '2024-07-29T00:00:00Z',
      async (service) => {
        await service.send.batch([...places()]);
        await service.send.post('application/x-ndjson', events.map((event) => `${event}\n`).join(''));
      },
      () => [...asked, ...paths([], ['2024-03']), '/v1/quarantine?limit=1000'],
      0,
    );
  }, 180_000);
});

/** The log's head, once what waited in quarantine is taken in, too. */
async function restingHead(service: TestService): Promise<bigint> {
  let [head, calm] = [-1n, 0];
  while (calm < 10) {
    const now = BigInt(JSON.parse((await service.get('/v1/status')).body).head);
    calm = now === head ? calm + 1 : 0;
    head = now;
    await delay(50);
  }
  return head;
}

/** What is counted beside the log belongs to one read model, and not to the log. */
function withoutCounters(body: string): string {
  const beside = new Set(['countedSince', 'lastHeard', 'duplicates', 'sequence', 'firstHeard', 'silentSeconds']);
  return JSON.stringify(JSON.parse(body), (name, value: unknown) => (beside.has(name) ? undefined : value));
}

function vinOf(event: Readonly<Record<string, unknown>>): string[] {
  const { vin } = (event.data ?? {}) as { readonly vin?: unknown };
  return typeof vin === 'string' && /^[A-Z0-9]{17}$/.test(vin) ? [vin] : [];
}
