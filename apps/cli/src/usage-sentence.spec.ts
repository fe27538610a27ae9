import { usageSentence } from './usage-sentence.js';

describe('what is said of a command that is typed wrong', () => {
  it('is one sentence that names the help', () => {
    expect(usageSentence("error: unknown option '--foo'\n", 'ledger import --help')).toBe(
      'Unknown option \'--foo\'; see "ledger import --help".\n',
    );
  });

  it('has the suggestion in it', () => {
    expect(usageSentence("error: unknown command 'statu'\n(Did you mean status?)\n", 'ledger --help')).toBe(
      'Unknown command \'statu\' (did you mean status?); see "ledger --help".\n',
    );
  });
});
