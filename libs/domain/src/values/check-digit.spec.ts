import { hasRightCheckDigit, vinCheckDigit } from './check-digit.js';

describe('the check digit of a VIN', () => {
  it.each([
    ['1M8GDM9AXKP042788', 'X'],
    ['11111111111111111', '1'],
    ['5GZCZ43D13S812715', '1'],
    ['LSU7AAAA6RB000001', '6'],
  ])('of %s is %s', (vin, digit) => {
    expect(vinCheckDigit(vin)).toBe(digit);
    expect(hasRightCheckDigit(vin)).toBe(true);
  });

  it('finds any one character that is another of another value', () => {
    const vin = '1M8GDM9AXKP042788';
    for (let index = 0; index < vin.length; index += 1) {
      if (index === 8) continue;
      const other = vin.charAt(index) === '5' ? '6' : '5';
      // E, N and V have the value 5 as well.
      if ('ENV'.includes(vin.charAt(index))) continue;
      expect(hasRightCheckDigit(vin.slice(0, index) + other + vin.slice(index + 1))).toBe(false);
    }
  });
});
