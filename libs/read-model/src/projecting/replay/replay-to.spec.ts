import { openEventStore } from '@plant-ledger/event-store';
import fc from 'fast-check';
import { join } from 'node:path';
import { FIRST_RECORDED } from '../../testing/history.js';
import { append, inFolder, projectUntil } from '../../testing/project.js';
import { historyOf, longHistory, sayings } from '../../testing/random-history.js';
import { followPointer } from '../generations/follow-pointer.js';
import { openReadModelStorage } from '../open.js';
import { replayTo } from './replay-to.js';

const AT = Date.parse('2024-12-31T00:00:00Z');
const { signal } = new AbortController();

describe('a replay of the log alone', () => {
  it('gives the digest and the chain of the read model, whatever the history', async () => {
    await fc.assert(
      fc.asyncProperty(sayings, (said) =>
        inFolder(async (path) => {
          const store = await openEventStore(`sqlite:${join(path, 'log.db')}`);
          const storage = await openReadModelStorage(`sqlite:${join(path, 'read-model')}`);
          const readModel = await followPointer(storage);
          await append(store, historyOf(said).events);
          await projectUntil(store, readModel);
          const replayed = await replayTo({ store, now: AT, signal });
          const live = readModel.pointer.live();
          expect(replayed.digest).toEqual((await live.digest()).digests);
          const { position, chain } = await readModel.read(async (snapshot) => snapshot);
          expect([replayed.position, replayed.chain]).toEqual([position.toString(), chain]);
          await readModel.close();
          await store.close();
        }),
      ),
      { numRuns: 15 },
    );
  });

  it('ends at the position asked for, or at what was recorded by then, with the same figures', async () =>
    inFolder(async (path) => {
      const store = await openEventStore(`sqlite:${join(path, 'log.db')}`);
      await append(store, longHistory().events);
      for (const position of [1n, 57n, 120n]) {
        const byPosition = await replayTo({ store, end: { kind: 'position', position }, now: AT, signal });
        const instant = FIRST_RECORDED + (Number(position) - 1) * 1_000 + 999;
        const byTime = await replayTo({ store, end: { kind: 'instant', instant }, now: AT, signal });
        expect(byPosition.position).toBe(position.toString());
        expect(byTime).toEqual(byPosition);
      }
      const beyond = { kind: 'position', position: 1_000_000n } as const;
      await expect(replayTo({ store, end: beyond, now: AT, signal })).rejects.toThrow('lies beyond the log');
      const before = await replayTo({ store, end: { kind: 'instant', instant: 0 }, now: AT, signal });
      expect([before.position, before.monthlyTotals]).toEqual(['0', []]);
      await store.close();
    }));
});
