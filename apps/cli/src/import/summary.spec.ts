import { problemsOf, summaryOf, type Outcome } from './summary.js';
import { addRefusedRow, addReport, newTally, type Tally } from './tally.js';

const outcome = (tally: Tally, more: Partial<Outcome> = {}): Outcome => ({
  tally,
  dryRun: false,
  finished: true,
  milliseconds: 2_000,
  reportFile: undefined,
  ...more,
});

const summed = { accepted: 41_000, duplicates: 12, quarantined: 3, rejected: 2, position: '41500' };

describe('the summary of an import', () => {
  it('has every count, the position and the rate', () => {
    const tally = newTally();
    addReport(tally, [{ progress: { read: 10, ...summed, accepted: 9 } }, summed], false, 0);
    expect(summaryOf(outcome(tally))).toBe(
      [
        'Done:',
        '  accepted   41,000',
        '  duplicate      12',
        '  waiting         3',
        '  rejected        2',
        '  position    41500',
        '  time       2.0 s, 20,509 events/s',
        '',
      ].join('\n'),
    );
  });

  it('counts rows that could not be sent among the rejected, once', () => {
    const tally = newTally();
    addRefusedRow(tally, 5, 'too many cells');
    expect(tally.counts.rejected).toBe(1);
    addReport(tally, [summed], true, 1);
    expect(tally.counts.rejected).toBe(3);
  });

  it('of one that was cut off says that its counts are the least there are', () => {
    const tally = newTally();
    addReport(tally, [{ progress: { read: 10_000, ...summed } }], false, 0);
    expect(summaryOf(outcome(tally, { finished: false }))).toContain('Until then, at least:');
    addReport(tally, [summed], false, 0);
    expect(summaryOf(outcome(tally, { finished: false }))).toContain('Until then:');
  });

  it('of a dry run says that nothing was taken in, and names no position', () => {
    const tally = newTally();
    addReport(tally, [summed], false, 0);
    const text = summaryOf(outcome(tally, { dryRun: true }));
    expect(text).toContain('Nothing was taken in');
    expect(text).not.toContain('position');
  });

  it('of an empty file says that there was nothing', () => {
    expect(summaryOf(outcome(newTally()))).toContain('There were no events');
  });
});

describe('the events that were not accepted', () => {
  it('are answered as before where they were refused before, and how to have them decided anew is said', () => {
    const tally = newTally();
    const before = { index: 0, line: 7, result: 'rejected', code: 'held', detail: 'On hold.', again: true } as const;
    addReport(tally, [{ ...before, again: undefined }], false, 0);
    expect(problemsOf(outcome(tally))).not.toContain('--retry');
    addReport(tally, [before, { ...before, result: 'quarantined' }], false, 0);
    const text = problemsOf(outcome(tally));
    expect(text).toContain('line 7: rejected as before (held): On hold.');
    expect(text).toContain('1 of these was refused before and answered as then; with --retry they are decided anew.');
  });

  it('stand with their line, or in CSV with their row', () => {
    const rejected = { index: 0, line: 7, result: 'rejected', code: 'held', detail: 'It is on hold.' } as const;
    const [line, row] = [newTally(), newTally()];
    addReport(line, [rejected], false, 0);
    addReport(row, [rejected], true, 0);
    expect(problemsOf(outcome(line))).toBe('line 7: rejected (held): It is on hold.\n');
    expect(problemsOf(outcome(row))).toBe('row 8: rejected (held): It is on hold.\n');
  });

  it('say of a duplicate how it differs from what was told first', () => {
    const tally = newTally();
    const differs = { site: { first: 'd-1', sent: 'd-2' } };
    addReport(tally, [{ line: 1, result: 'duplicate', first: 'the-first', differs } as never], false, 0);
    expect(problemsOf(outcome(tally))).toBe(
      'line 1: duplicate that differs: the same fact as event the-first, with another site\n',
    );
  });

  it('are shown without what would move the cursor, and not at any length', () => {
    const tally = newTally();
    addReport(
      tally,
      [{ line: 1, result: 'rejected', code: 'x', detail: `\u001b[2J\n${'long '.repeat(1_000)}` }],
      false,
      0,
    );
    const text = problemsOf(outcome(tally));
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
    expect(text.length).toBeLessThan(500);
  });
});
