import { drawsFrom } from './seed.js';

const drawn = (seed: string, path: number, count = 5) => {
  const draws = drawsFrom(seed);
  draws.startPath(path);
  return Array.from({ length: count }, () => draws.below(1_000));
};

describe('seeded draws', () => {
  it('are these and no others, on every machine', () => {
    expect(drawn('m-1/pace-bootstrap-1/2024-07-29', 0)).toEqual([355, 838, 197, 941, 910]);
  });

  it('of a path do not depend on the paths before it', () => {
    const draws = drawsFrom('seed');
    draws.startPath(1);
    for (let draw = 0; draw < 100; draw += 1) draws.below(4);
    draws.startPath(2);
    expect(Array.from({ length: 5 }, () => draws.below(1_000))).toEqual(drawn('seed', 2));
  });

  it('differ with the seed and the path', () => {
    const all = [drawn('a', 0), drawn('a', 1), drawn('b', 0), drawn('b', 1)].map(String);
    expect(new Set(all).size).toBe(4);
  });

  it('fall on each number equally often, also the first ones of each path', () => {
    const draws = drawsFrom('even');
    const counts = Array.from({ length: 5 }, () => [0, 0, 0, 0]);
    for (let path = 0; path < 40_000; path += 1) {
      draws.startPath(path);
      for (const of of counts) {
        const number = draws.below(4);
        of[number] = (of[number] ?? 0) + 1;
      }
    }
    // Four and a half standard deviations of 40,000 draws.
    for (const count of counts.flat()) expect(Math.abs(count - 10_000)).toBeLessThan(400);
  });
});
