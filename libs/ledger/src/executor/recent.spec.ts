import { Recent } from './recent.js';

describe('what was used recently', () => {
  it('is remembered: at least the last half of the capacity', () => {
    const recent = new Recent<number>(10);
    for (let number = 0; number < 1_000; number += 1) {
      recent.set(`k${number}`, number);
      for (let back = 0; back < 5 && back <= number; back += 1)
        expect(recent.get(`k${number - back}`)).toBe(number - back);
    }
  });

  it('is at most as much as the capacity', () => {
    const recent = new Recent<number>(10);
    for (let number = 0; number < 1_000; number += 1) recent.set(`k${number}`, number);
    const remembered = Array.from({ length: 1_000 }, (_, number) => recent.get(`k${number}`)).filter(
      (value) => value !== undefined,
    );
    expect(remembered.length).toBeLessThanOrEqual(10);
  });

  it('stays as long as it is used, whatever else comes', () => {
    const recent = new Recent<number>(10);
    recent.set('plant', -1);
    for (let number = 0; number < 1_000; number += 1) {
      recent.set(`unit ${number}`, number);
      expect(recent.get('plant')).toBe(-1);
    }
  });

  it('is the newest value, and nothing once it is forgotten, wherever it was kept', () => {
    const recent = new Recent<number>(4);
    for (const value of [1, 2]) recent.set('unit', value);
    recent.set('a', 0);
    recent.set('b', 0);
    recent.set('unit', 3);
    expect(recent.get('unit')).toBe(3);
    recent.delete('unit');
    expect(recent.get('unit')).toBeUndefined();
  });
});
