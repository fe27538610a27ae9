import { fromStored, type RecordedEvent } from '@plant-ledger/domain';
import { formatPosition } from '@plant-ledger/event-store';
import fc from 'fast-check';
import { positionAt } from '../books/position-at.js';
import { answers } from '../testing/answers.js';
import { followed } from '../testing/followed.js';
import { historyOf, sayings } from '../testing/random-history.js';

const HISTORIES = 20;
const POSITIONS = 5;

test('what is answered as of a hundred positions is what a read model answers that was projected only up to there', async () => {
  const histories = fc.sample(fc.tuple(sayings, fc.array(fc.nat(), { minLength: POSITIONS, maxLength: POSITIONS })), {
    numRuns: HISTORIES,
    seed: 7,
  });
  for (const [said, picks] of histories) {
    const { events: reported } = historyOf(said);
    const positions = picks.map((pick) => 1 + (pick % reported.length));
    const then = await followed(reported, async (readModel, store) => {
      const known = [];
      for (const position of positions) known.push(await answers(readModel, store, BigInt(position)));
      return known;
    });
    for (const [index, position] of positions.entries())
      await followed(reported.slice(0, position), async (readModel, store) => {
        expect([formatPosition(await store.head()), then[index]]).toEqual([
          formatPosition(BigInt(position)),
          await answers(readModel, store, undefined),
        ]);
      });
  }
}, 300_000);

test('an instant means the last position whose running maximum of recordedAt is not later, wherever it falls', async () => {
  const [said = []] = fc.sample(sayings, { numRuns: 1, seed: 9 });
  await followed(historyOf(said).events, async (readModel, store) => {
    const recorded = (await store.readAll({ after: -1n, limit: 1_000 })).events.map((event): RecordedEvent =>
      fromStored(event),
    );
    for (const { recordedAt } of recorded)
      for (const instant of [recordedAt - 1, recordedAt, recordedAt + 1]) {
        const later = recorded.findIndex((event) => event.recordedAt > instant);
        const expected = recorded.at(later === -1 ? -1 : later - 1);
        expect(await positionAt(readModel, store, instant)).toBe(later === 0 ? -1n : expected?.position);
      }
  });
}, 60_000);
