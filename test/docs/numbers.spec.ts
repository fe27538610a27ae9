import { execFileSync } from 'node:child_process';

it('npm run numbers counts the lines of code, and no file has more than 250', () => {
  const printed = execFileSync(process.execPath, ['.config/numbers.mjs'], { encoding: 'utf8' });
  const numbers = new Map(
    [...printed.matchAll(/^ *(\S.*?) {2,}(\d+)$/gm)].map(([, name, value]) => [name, Number(value)]),
  );
  expect(numbers.get('source files')).toBeGreaterThan(100);
  expect(numbers.get('files over 250')).toBe(0);
  const parts = [...numbers].filter(([name]) => /^(apps|libs)\//.test(String(name)));
  expect(parts.reduce((sum, [, value]) => sum + value, 0)).toBe(numbers.get('lines of code'));
});
