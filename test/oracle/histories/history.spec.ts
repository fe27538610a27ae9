import { historyOf } from './history.js';

const CODES = [
  ...['out-of-order', 'unknown-plant', 'unknown-line', 'unknown-site', 'unknown-milestone', 'unknown-event'],
  ...['already-produced', 'already-held', 'already-shipped', 'already-delivered', 'already-halted', 'already-voided'],
  ...['not-held', 'not-delivered', 'not-halted', 'not-open', 'unit-held', 'unit-delivered', 'unit-scrapped'],
  ...['resumed-before-halted', 'occurred-before-production', 'impossible-history', 'cannot-amend', 'nothing-changes'],
  ...['field-not-in-fact', 'conflicting-duplicate', 'vin-check-digit', 'milestone-withdrawn', 'already-open'],
  ...['unknown-field', 'invalid-vin', 'invalid-time', 'occurred-in-future', 'occurred-too-early'],
];

describe('random histories', () => {
  const histories = Array.from({ length: 500 }, (_, seed) => historyOf(seed, 'America/St_Johns'));
  const answers = histories.flatMap((history) => history.answers);

  it('meet every rule, and are possible for the most part', () => {
    const codes = new Set(answers.map(({ code }) => code));
    expect(CODES.filter((code) => !codes.has(code))).toEqual([]);
    const shareOf = (result: string) => answers.filter((answer) => answer.result === result).length / answers.length;
    expect(shareOf('accepted')).toBeGreaterThan(0.5);
    expect(shareOf('duplicate')).toBeGreaterThan(0.02);
    expect(shareOf('quarantined')).toBeGreaterThan(0.02);
    expect(shareOf('rejected')).toBeGreaterThan(0.05);
  });

  it('are the same for the same seed', () => {
    expect(historyOf(7, 'America/St_Johns')).toEqual(histories[7]);
  });
});
