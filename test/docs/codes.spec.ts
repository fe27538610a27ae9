import { RULES } from '@plant-ledger/domain';
import { PROBLEM_CODES } from '../../apps/api/src/docs/problems/problem-codes.js';
import { pageText } from './pages.js';

const page = pageText('docs/integrators.md');
/** The codes of each row of each table, by its first cell. */
const rows = [...page.matchAll(/^\| (`[^|]*`) \|(.*)\|$/gm)].map(([, codes = '', rest = '']) => ({
  codes: [...codes.matchAll(/`([a-z-]+)`/g)].map(([, code = '']) => code),
  cells: rest.split('|').map((cell) => cell.trim()),
}));

it.each(Object.keys(RULES))('the page for integrators says what %s means and what to do', (code) => {
  const [row, another] = rows.filter(({ codes }) => codes.includes(code));
  expect([code, row?.cells.length, another]).toEqual([code, 2, undefined]);
  expect(row?.cells.filter((cell) => cell === '')).toEqual([]);
});

it('names every other code that a program can be answered, and none that there is not', () => {
  const named = rows.flatMap(({ codes }) => codes).filter((code) => code.includes('-') || code in PROBLEM_CODES);
  expect(Object.keys(PROBLEM_CODES).filter((code) => !named.includes(code))).toEqual([]);
  expect(named.filter((code) => !(code in PROBLEM_CODES))).toEqual([]);
});
