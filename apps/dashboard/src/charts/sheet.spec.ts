import { csvOf } from './sheet.js';

describe('a chart’s table as CSV', () => {
  it('quotes what would break it, and leaves nothing for a spreadsheet to reckon with', () => {
    const rows = [
      ['drive "A", left', 1440, null],
      ['=1+1', -2.5, 'two\nlines'],
    ];
    expect(csvOf({ columns: ['Reason', 'Minutes', 'Note'], rows })).toBe(
      '\uFEFFReason,Minutes,Note\r\n"drive ""A"", left",1440,\r\n\'=1+1,-2.5,"two\nlines"\r\n',
    );
  });
});
