import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { PROBLEM_CODES } from './problem-codes.js';

const root = path.resolve(import.meta.dirname, '../../../../..');

/** Every code that is given to a problem or a refusal anywhere in the sources. */
function codesWritten(): string[] {
  const files = ['apps/api/src', 'libs'].flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter(
        (file) => file.endsWith('.ts') && !/\.(spec|fixture|contract)\.ts$|testing|apps.api.src.docs|^docs/.test(file),
      )
      .map((file) => path.join(root, folder, file)),
  );
  const written =
    /new ProblemException\(\s*\d{3},\s*'([a-z-]+)'|\bcode: '([a-z-]+)'|refuse\(\s*'([a-z-]+)'|timeFault\(\s*(?:pointer|'[^']+'),\s*'([a-z-]+)'|^\s+\d{3}: '([a-z-]+)'/gm;
  return files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(written)].map(
      (match) => match.slice(1).find((code: string | undefined) => code !== undefined) ?? '',
    ),
  );
}

it('every code that a problem can carry is told of in the document', () => {
  // Of zod, and of the settling of a parked fact.
  const others = ['custom', 'discarded', 'again'];
  const codes = new Set(codesWritten().filter((code) => !others.includes(code)));
  expect(codes.size).toBeGreaterThan(50);
  expect([...codes].filter((code) => !(code in PROBLEM_CODES))).toEqual([]);
});
