import { grouped, megabytes, printable, seconds } from './words.js';

describe('numbers and texts for a person', () => {
  it('have their unit', () => {
    expect([grouped(161_471), megabytes(48_935_967), seconds(4_210), seconds(190_400)]).toEqual([
      '161,471',
      '48.9 MB',
      '4.2 s',
      '3 min 10 s',
    ]);
  });

  it('are on one line and cannot move the cursor', () => {
    expect(printable('a\nb\u001b[2Jc\u009bd\u2028e')).toBe('a b [2Jc d e');
    expect(printable('a\u202eb\u2066c')).toBe('a b c');
    expect(printable('größer 电动车')).toBe('größer 电动车');
  });
});
