import { Recent } from './recent.js';

const of = (number: number, bytes = 1) => ({ number, bytes });

describe('what was used recently', () => {
  it('is remembered: at least the last half of the capacity', () => {
    const recent = new Recent<ReturnType<typeof of>>(10, 1_000_000);
    for (let number = 0; number < 1_000; number += 1) {
      recent.set(`k${number}`, of(number));
      for (let back = 0; back < 5 && back <= number; back += 1)
        expect(recent.get(`k${number - back}`)?.number).toBe(number - back);
    }
  });

  it('is at most as much as the capacity', () => {
    const recent = new Recent<ReturnType<typeof of>>(10, 1_000_000);
    for (let number = 0; number < 1_000; number += 1) recent.set(`k${number}`, of(number));
    const remembered = Array.from({ length: 1_000 }, (_, number) => recent.get(`k${number}`)).filter(
      (value) => value !== undefined,
    );
    expect(remembered.length).toBeLessThanOrEqual(10);
  });

  it('stays as long as it is used, whatever else comes', () => {
    const recent = new Recent<ReturnType<typeof of>>(10, 1_000_000);
    recent.set('plant', of(-1));
    for (let number = 0; number < 1_000; number += 1) {
      recent.set(`unit ${number}`, of(number));
      expect(recent.get('plant')?.number).toBe(-1);
    }
  });

  it('is the newest value, and nothing once it is forgotten, wherever it was kept', () => {
    const recent = new Recent<ReturnType<typeof of>>(4, 1_000_000);
    for (const value of [1, 2]) recent.set('unit', of(value));
    recent.set('a', of(0));
    recent.set('b', of(0));
    recent.set('unit', of(3));
    expect(recent.get('unit')?.number).toBe(3);
    recent.delete('unit');
    expect(recent.get('unit')).toBeUndefined();
  });

  it('is less where it is large, and always what came last', () => {
    const recent = new Recent<ReturnType<typeof of>>(1_000, 1_000);
    for (let number = 0; number < 100; number += 1) {
      recent.set(`k${number}`, of(number, 100));
      expect(recent.get(`k${number}`)?.number).toBe(number);
    }
    const remembered = Array.from({ length: 100 }, (_, number) => recent.get(`k${number}`)).filter(Boolean);
    expect(remembered.length).toBeLessThanOrEqual(10);
    for (const name of ['a', 'b', 'a']) recent.set(name, of(1, 5_000));
    expect([recent.get('a')?.number, recent.get('k99')]).toEqual([1, undefined]);
  });

  it('that grows or is forgotten counts as it is', () => {
    const recent = new Recent<ReturnType<typeof of>>(1_000, 1_000);
    for (let bytes = 0; bytes < 400; bytes += 1) recent.set('line', of(bytes, bytes));
    recent.set('unit', of(1, 50));
    expect(recent.get('line')?.number).toBe(399);
    for (let turn = 0; turn < 100; turn += 1) {
      recent.set(`gone ${turn}`, of(turn, 40));
      recent.delete(`gone ${turn}`);
    }
    expect(recent.get('line')?.number).toBe(399);
  });
});
