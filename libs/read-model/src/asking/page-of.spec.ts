import fc from 'fast-check';
import { whatFits } from './page-of.js';

test('what fits is as much as there is room for, and never nothing', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(50)), fc.nat(200), (sizes, room) => {
      const page = whatFits(sizes, (size) => size, room);
      const sum = (some: readonly number[]) => some.reduce((total, size) => total + size, 0);
      expect(page).toEqual(sizes.slice(0, page.length));
      expect(page.length).toBeGreaterThanOrEqual(Math.min(1, sizes.length));
      if (page.length > 1) expect(sum(page)).toBeLessThanOrEqual(room);
      if (page.length < sizes.length) expect(sum(sizes.slice(0, page.length + 1))).toBeGreaterThan(room);
    }),
  );
});
