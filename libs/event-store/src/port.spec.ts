import { formatPosition, parsePosition } from './port.js';

describe('a position on the wire', () => {
  it('is a decimal string of a 64-bit integer, and nothing else', () => {
    expect(parsePosition('9007199254740993')).toBe(9007199254740993n);
    expect(formatPosition(9007199254740993n)).toBe('9007199254740993');
    for (const wrong of ['', '-1', '1.5', '1e3', ' 1', '0x1', '9223372036854775808', '99999999999999999999'])
      expect(parsePosition(wrong)).toBeUndefined();
  });
});
