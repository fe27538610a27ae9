import { AGGREGATES } from './aggregates.js';
import { dryRunExecutor } from './dry-run.js';
import { CommandExecutor } from './executor/command-executor.js';
import { delivered, held, line, places, plant, produced, shipped } from './testing/events.js';
import { recorded, temporaryStore, type TemporaryStore } from './testing/temporary-store.js';

let log: TemporaryStore;
beforeEach(async () => {
  log = await temporaryStore();
});
afterEach(() => log.remove());

describe('a dry run', () => {
  it('decides as if it had appended, event upon event, and appends nothing', async () => {
    const outcomes = await dryRunExecutor(log.store, AGGREGATES).recordAll([
      plant(),
      line(),
      produced(1),
      held(1),
      shipped(1),
    ]);
    expect(outcomes.map((outcome) => ('code' in outcome ? outcome.code : outcome.result))).toEqual([
      'accepted',
      'accepted',
      'accepted',
      'accepted',
      'unknown-site',
    ]);
    expect(await recorded(log.store)).toEqual([]);
  });

  it('knows what the log holds', async () => {
    const [first, second] = [produced(1), produced(2)];
    await new CommandExecutor(log.store, AGGREGATES, { recordedAt: Date.now }).recordAll([
      ...places(),
      first,
      second,
      held(1),
    ]);
    const outcomes = await dryRunExecutor(log.store, AGGREGATES).recordAll([
      first,
      produced(2, { id: second.id, at: '2024-02-01T00:00:00Z' }),
      shipped(1),
      delivered(2),
      delivered(3),
    ]);
    expect(outcomes).toMatchObject([
      { result: 'duplicate', first: first.eventId, position: 4n },
      { result: 'rejected', code: 'conflicting-duplicate' },
      { result: 'rejected', code: 'unit-held' },
      { result: 'accepted' },
      { result: 'quarantined' },
    ]);
    expect(await recorded(log.store)).toHaveLength(6);
  });
});
