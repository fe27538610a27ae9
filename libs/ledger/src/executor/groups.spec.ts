import type { SourceEvent } from '@plant-ledger/domain';
import { delivered, line, plant, produced, site, reported } from '../testing/events.js';
import { AGGREGATES } from '../aggregates.js';
import { groupsOf, segmentsOf } from './groups.js';

const cut = (events: readonly SourceEvent[]) =>
  segmentsOf(events.map((event, index) => ({ index, event }))).map(({ category, events }) =>
    groupsOf(AGGREGATES[category], events).map(({ stream, events }) => [
      stream.replace(/0{5,}/, ''),
      ...events.map(({ index }) => index),
    ]),
  );

describe('a batch', () => {
  it('of units only is one segment, its events grouped by unit in the order they were sent', () => {
    expect(cut([produced(1), produced(2), delivered(1), delivered(2), produced(3)])).toEqual([
      [
        ['unit-LSUBJ1', 0, 2],
        ['unit-LSUBJ2', 1, 3],
        ['unit-LSUBJ3', 4],
      ],
    ]);
  });

  it('is cut wherever another kind of thing begins', () => {
    const halted = reported('LineHalted', { plant: 'bj-1', line: 'a', reason: 'power', planned: false });
    expect(cut([plant(), line(), produced(1), halted, produced(2), delivered(1), site()])).toEqual([
      [['plant-bj-1', 0]],
      [['line-bj-1.a', 1]],
      [['unit-LSUBJ1', 2]],
      [['line-bj-1.a', 3]],
      [
        ['unit-LSUBJ2', 4],
        ['unit-LSUBJ1', 5],
      ],
      [['site-sh', 6]],
    ]);
  });

  it('of nothing is no segment', () => {
    expect(cut([])).toEqual([]);
  });
});
