import { eventName } from '../explain/events.js';
import { lineStream, milestoneStream, siteStream, streamName, targetStream } from './stream-name.js';

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

  it.each([
    [lineStream('ID. Buzz', 'Linie 1/Süd'), 'line-ID%2E%20Buzz.Linie%201%2FS%C3%BCd', 'line Linie 1/Süd, ID. Buzz'],
    [lineStream('bj-1', 'L_01.b'), 'line-bj-1.L%5F01%2Eb', 'line L_01.b, bj-1'],
    [siteStream('上海'), 'site-%E4%B8%8A%E6%B5%B7', 'outlet or center 上海'],
    [milestoneStream("100%~!*'()"), 'milestone-100%25%7E%21%2A%27%28%29', "milestone 100%~!*'()"],
    [
      targetStream({ metric: 'produced', model: '问界M7' }, '2024-07'),
      'target-produced.all.%E9%97%AE%E7%95%8CM7.2024-07',
      'the target of July 2024: produced, 问界M7, all plants',
    ],
  ])('are encoded as the log encodes them: %s', (made, stream, name) => {
    expect(made).toBe(stream);
    expect(streamName(made)).toBe(name);
  });

  it('can be anything in an address', () => {
    expect(streamName('site-100%')).toBe('outlet or center 100%');
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
