// npm run numbers: how large the sources are. Lines that hold code, after prettier: comments, blank lines and tests apart.
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const TEST = /[.](spec|contract|fixture|child)[.]ts$|[/](testing|src[/]contract|engines[/]contract)[/]/;
const sources = globSync(['{apps,libs}/**/*.ts', 'apps/cli/launch/*.mjs'], { exclude: ['**/node_modules/**'] })
  .filter((file) => !TEST.test(file) && !file.endsWith('.d.ts'))
  .map((file) => ({ file, lines: linesOfCode(readFileSync(file, 'utf8')) }))
  .sort((one, other) => other.lines - one.lines);

function linesOfCode(text) {
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, true, ts.LanguageVariant.Standard, text);
  const starts = ts.computeLineStarts(text);
  const lines = new Set();
  while (scanner.scan() !== ts.SyntaxKind.EndOfFileToken) {
    const [first, last] = [scanner.getTokenStart(), scanner.getTokenEnd() - 1].map((place) => lineOf(starts, place));
    for (let line = first; line <= last; line += 1) lines.add(line);
  }
  return lines.size;
}

function lineOf(starts, place) {
  let [low, high] = [0, starts.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (starts[middle] <= place) low = middle;
    else high = middle;
  }
  return low;
}

const total = (files) => files.reduce((sum, { lines }) => sum + lines, 0);
const partOf = ({ file }) => file.split(path.sep).slice(0, 2).join('/');
const print = (name, value) => console.log(`${name.padEnd(28)}${String(value).padStart(8)}`);

print('source files', sources.length);
print('lines of code', total(sources));
print('median of a file', sources[sources.length >> 1]?.lines);
print('largest file', sources[0]?.lines);
print('files over 250', sources.filter(({ lines }) => lines > 250).length);
for (const [part, files] of Object.entries(Object.groupBy(sources, partOf)).sort()) print(`  ${part}`, total(files));
