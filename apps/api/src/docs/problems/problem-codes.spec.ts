import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { PROBLEM_CODES } from './problem-codes.js';

const root = path.resolve(import.meta.dirname, '../../../../..');

const SOURCES = ['apps/api/src', 'libs'].flatMap((folder) =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter(
      (file) =>
        file.endsWith('.ts') && !/\.(spec|fixture|contract|operations)\.ts$|testing|^(docs|describing)[\\/]/.test(file),
    )
    .map((file) => readFileSync(path.join(root, folder, file), 'utf8')),
);

/** How a code is given to a problem or a refusal. */
const WRITTEN =
  /new ProblemException\(\s*\d{3},\s*'([a-z-]+)'|\bcode: '([a-z-]+)'|refuse\(\s*'([a-z-]+)'|timeFault\(\s*(?:pointer|'[^']+'),\s*'([a-z-]+)'|^\s+\d{3}: '([a-z-]+)'/gm;

function codesWritten(): string[] {
  return SOURCES.flatMap((source) =>
    [...source.matchAll(WRITTEN)].flatMap((match) =>
      match.slice(1).filter((code: string | undefined) => code !== undefined),
    ),
  );
}

it('every code that a problem can carry is told of in the document', () => {
  // Of zod, and of the settling of a parked fact.
  const others = ['custom', 'discarded', 'again', 'duplicate'];
  const codes = new Set(codesWritten().filter((code) => !others.includes(code)));
  expect(codes.size).toBeGreaterThan(50);
  expect([...codes].filter((code) => !(code in PROBLEM_CODES))).toEqual([]);
});

it('every code that the document tells of is one that the sources know', () => {
  const sources = SOURCES.join('\n');
  expect(Object.keys(PROBLEM_CODES).filter((code) => !sources.includes(`'${code}'`))).toEqual([]);
});
