import { checkDigit, vinSeries } from './vin.js';

describe('VINs of the simulation', () => {
  it('has the check digit of published examples', () => {
    expect(checkDigit('1M8GDM9AXKP042788')).toBe('X');
    expect(checkDigit('11111111111111111')).toBe('1');
    expect(checkDigit('5GZCZ43D13S812715')).toBe('1');
  });

  it('gives 17 characters without I, O and Q, with the right check digit, each only once', () => {
    const vinOf = vinSeries('LXXSU7');
    const vins = new Set<string>();
    for (const start of [0, 999_990, 32_999_990, 1_088_999_980]) {
      for (let serial = start; serial < start + 20; serial++) {
        const vin = vinOf(serial);
        expect(vin).toMatch(/^[A-HJ-NPR-Z0-9]{17}$/);
        expect(vin.charAt(8)).toBe(checkDigit(vin));
        vins.add(vin);
      }
    }
    expect(vins.size).toBe(80);
  });

  it('refuses a number beyond its series rather than repeat a VIN', () => {
    expect(() => vinSeries('LXXSU7')(1_089_000_000)).toThrow(RangeError);
  });
});
