import type { MilestoneQuestion } from '@plant-ledger/domain';
import type { EventStore } from '@plant-ledger/event-store';
import fc from 'fast-check';
import { changes } from '../changes/changes.js';
import { milestones } from '../milestones/milestones.js';
import { month } from '../months/month.js';
import type { ReadModel } from '../projecting/storage/read-model.js';
import { answers } from '../testing/answers.js';
import { followed } from '../testing/followed.js';
import { newTestDatabase } from '../testing/postgres/test-database.js';
import { historyOf, inOrder, sayings, timeOf } from '../testing/random-history.js';

const ZONES = [
  'Asia/Shanghai',
  'Europe/Berlin',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
  'America/St_Johns',
  'Asia/Kathmandu',
];
const zone = fc.constantFrom(...ZONES);
const places = fc.record({
  plants: fc.record({ 'bj-1': zone, 'de-1': zone }),
  sites: fc.record({ 'd-mx': zone, 'd-no': fc.constant(undefined), 'd-be': zone }),
});

/** Every figure that takes the time of asking: not what stands in the books, and no vehicle's history. */
async function figuresAt(readModel: ReadModel, store: EventStore, at: number, since: bigint) {
  const {
    stock: _stock,
    units: _units,
    explained,
    someExplained,
    ...figures
  } = await answers(readModel, store, undefined, at);
  const questions: MilestoneQuestion[] = [];
  const forecasts = (question: MilestoneQuestion) => Promise.resolve(void questions.push(question));
  await milestones(readModel, forecasts, { at });
  const { changes: changed } = await changes(readModel, () => Promise.resolve(undefined), { since, at, limit: 1_000 });
  return {
    ...eachWithoutPosition(figures),
    explained: [...explained, ...someExplained].filter((each) => 'at' in each).map(withoutPosition),
    month: withoutPosition(await readModel.read((snapshot) => month(snapshot, { month: '2024-03', at, limit: 100 }))),
    questions,
    changed: changed.filter(({ of }) => of !== 'stock').map(({ link: _link, ...change }) => change),
  };
}

/** Every answer says at its top what it is as of. */
function withoutPosition<Answer extends object>(answer: Answer) {
  return { ...answer, position: undefined };
}

function eachWithoutPosition(figures: Readonly<Record<string, object>>) {
  const stripped = Object.entries(figures).map(([name, answer]) => [
    name,
    Array.isArray(answer) ? answer.map(withoutPosition<object>) : withoutPosition(answer),
  ]);
  return Object.fromEntries(stripped) as Readonly<Record<string, unknown>>;
}

const DATABASES = [
  ['SQLite', 15, () => Promise.resolve({ url: undefined, drop: () => Promise.resolve() })],
  ['PostgreSQL', 5, () => newTestDatabase()],
] as const;

describe.each(DATABASES)('a history in order of occurrence, on %s,', (_database, numRuns, newDatabase) => {
  test('is answered at any time as if nothing had come later', async () => {
    await fc.assert(
      fc.asyncProperty(sayings, places, fc.double({ min: 0.1, max: 0.9, noNaN: true }), async (said, where, share) => {
        const all = inOrder(said);
        const cut = Math.floor(all.length * share);
        const [before, later] = [all.slice(0, cut), all.slice(cut)];
        const at = timeOf(later[0]);
        const [short, whole] = [historyOf(before, where), historyOf(before, { ...where, later })];
        const since = BigInt(Math.floor(short.events.length / 2));
        const answered = [];
        for (const { events: reported } of [short, whole]) {
          const database = await newDatabase();
          try {
            answered.push(
              await followed(reported, (readModel, store) => figuresAt(readModel, store, at, since), database.url),
            );
          } finally {
            await database.drop();
          }
        }
        expect(answered[1]).toEqual(answered[0]);
      }),
      // Shrinking takes longer than a test may.
      { numRuns, endOnFailure: true },
    );
  }, 300_000);
});
