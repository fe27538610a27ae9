import { askedMoment, typedMoment } from './asked-moment.js';

describe('a moment that a person types', () => {
  it.each([
    ['161472', '161472'],
    ['2024-07-28T12:00+08:00', '2024-07-28T04:00:00.000Z'],
    ['2024-07-28T04:00:00Z', '2024-07-28T04:00:00.000Z'],
    [' 2024-07-28 12:00 ', '2024-07-28T04:00:00.000Z'],
    ['2024-07-28 12:00:30', '2024-07-28T04:00:30.000Z'],
  ])('%s is understood', (text, moment) => {
    expect(askedMoment(text, 'Asia/Shanghai')).toBe(moment);
  });

  it('is taken in the zone’s own offset at that time', () => {
    expect(askedMoment('2024-01-15 12:00', 'America/New_York')).toBe('2024-01-15T17:00:00.000Z');
    expect(askedMoment('2024-07-15 12:00', 'America/New_York')).toBe('2024-07-15T16:00:00.000Z');
  });

  it('can be typed as it is shown as an example', () => {
    const example = typedMoment('2024-07-28T04:00:30.000Z', 'Asia/Shanghai');
    expect(example).toBe('2024-07-28 12:00:30');
    expect(askedMoment(example, 'Asia/Shanghai')).toBe('2024-07-28T04:00:30.000Z');
  });

  it.each(['2024-07-28', 'yesterday', '2024-13-01 12:00', '-1', '12:00'])('%s is none', (text) => {
    expect(askedMoment(text, 'Asia/Shanghai')).toBeUndefined();
  });
});
