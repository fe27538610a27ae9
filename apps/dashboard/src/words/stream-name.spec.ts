import { eventName } from '../explain/events.js';
import { streamName } from './stream-name.js';

describe('what the log’s streams are called', () => {
  it.each([
    ['unit-LXXDEM003RA000000', 'vehicle LXXDEM003RA000000'],
    ['line-bj-1.L1', 'line L1, bj-1'],
    ['site-sales-beijing-1', 'outlet or center sales-beijing-1'],
    ['plant-bj-1', 'plant bj-1'],
    ['milestone-deliveries-100k', 'milestone deliveries-100k'],
    ['month-2024-07', 'the books of July 2024'],
    ['target-delivered.all.SU7.2024-07', 'the target of July 2024: delivered, SU7, all plants'],
  ])('%s is %s', (stream, name) => {
    expect(streamName(stream)).toBe(name);
  });

  it('speaks of vehicles and line stops', () => {
    expect(['UnitProduced', 'LineHalted', 'LineResumed', 'MonthlyTargetSet'].map(eventName)).toEqual([
      'Vehicle produced',
      'Line stopped',
      'Line resumed',
      'Monthly target set',
    ]);
  });
});
