import type { Incoming, Outcome } from '@plant-ledger/ledger';
import type { SourceCount } from '@plant-ledger/read-model';
import { stated } from '../../../../libs/domain/src/testing/facts.js';
import { SourceCounting } from './source-counting.js';

function sent(source: string, sequence: string | undefined, result: Outcome['result']): [Incoming, Outcome] {
  const data = { vin: 'LSUBJ000000000001', reason: 'burnt' };
  const event = { ...stated('UnitScrapped', data, { source, sequence, id: 'x', occurredAt: 0 }), eventId: 'x' };
  return [{ kind: 'event', event }, { result, eventId: 'x', stream: 's' } as Outcome];
}

/** Counts over a storage that keeps what it is given, and fails while `away`. */
function counting() {
  const written: SourceCount[][] = [];
  const state = { away: false, now: 1_000 };
  const counts = new SourceCounting(
    {
      addSourceCounts(given) {
        if (state.away) return Promise.reject(new Error('away'));
        written.push([...given]);
        return Promise.resolve();
      },
    },
    () => state.now,
  );
  const take = (...all: [Incoming, Outcome][]) =>
    counts.took(
      all.map(([incoming]) => incoming),
      all.map(([, outcome]) => outcome),
    );
  return { counts, written, state, take };
}

describe('what is counted of sources beside the log', () => {
  it('is written once for many requests: their duplicates, and all numbers that were heard', async () => {
    const { counts, written, state, take } = counting();
    take(sent('//mes', '1', 'accepted'), sent('//mes', '2', 'duplicate'), sent('//erp', undefined, 'duplicate'));
    state.now = 2_000;
    take(sent('//mes', '4', 'rejected'), sent('//crm', undefined, 'accepted'));
    await counts.close();
    expect(written).toEqual([
      [
        {
          source: '//mes',
          duplicates: 1,
          numbers: {
            ranges: [
              [1, 2],
              [4, 4],
            ],
            truncated: false,
          },
          firstHeardAt: 1_000,
          lastHeardAt: 2_000,
        },
        {
          source: '//erp',
          duplicates: 1,
          numbers: { ranges: [], truncated: false },
          firstHeardAt: 1_000,
          lastHeardAt: 1_000,
        },
      ],
    ]);
  });

  it('is kept for the next time where it could not be written, and never written twice', async () => {
    const { counts, written, state, take } = counting();
    state.away = true;
    take(sent('//mes', '1', 'duplicate'));
    await counts.write();
    take(sent('//mes', '2', 'duplicate'));
    state.away = false;
    await Promise.all([counts.write(), counts.write()]);
    await counts.close();
    expect(written).toMatchObject([[{ source: '//mes', duplicates: 2, numbers: { ranges: [[1, 2]] } }]]);
  });

  it('is of so many sources at most, whatever they call themselves', async () => {
    const { counts, written, take } = counting();
    for (let number = 0; number < 10_050; number += 1) take(sent(`//s/${number}`, undefined, 'duplicate'));
    await counts.close();
    expect(written[0]).toHaveLength(10_000);
  });
});
