import { runLedger } from '../support/run-ledger.js';

const commands = [
  'access',
  ...['demo', 'serve', 'import', 'simulate', 'status', 'backup'],
  ...['rebuild', 'verify', 'replay', 'explain', 'export'],
];

describe('the help', () => {
  it('lists every command when nothing is asked, and with --help', async () => {
    const [bare, asked] = await Promise.all([runLedger([]), runLedger(['--help'])]);
    expect(bare).toEqual(asked);
    expect(asked).toMatchObject({ code: 0, stderr: '' });
    for (const command of commands) expect(asked.stdout).toMatch(new RegExp(`^  ${command} `, 'm'));
    for (const word of ['Units:', 'Exit codes:', 'npm run ledger --', 'LEDGER_EVENT_STORE'])
      expect(asked.stdout).toContain(word);
  });

  it.each(commands)('of %s has examples and exit codes, by --help and by help', async (command) => {
    const [flag, word] = await Promise.all([runLedger([command, '--help']), runLedger(['help', command])]);
    expect(flag).toEqual(word);
    expect(flag).toMatchObject({ code: 0, stderr: '' });
    expect(flag.stdout).toContain(`Usage: ledger ${command}`);
    expect(flag.stdout).toMatch(new RegExp(`Examples:\\n(.*\\n)*?.*ledger ${command}`));
    expect(flag.stdout).toContain('Exit codes: 0 ');
  });

  it('fits a terminal of 120 columns', async () => {
    const texts = await Promise.all(
      [[], ...commands.map((command) => [command, '--help'])].map((args) => runLedger(args)),
    );
    for (const { stdout } of texts) for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(120);
  });
});

describe('a command that is typed wrong', () => {
  it.each([
    [['frobnicate'], "Unknown command 'frobnicate'"],
    [['help', 'frobnicate'], "Unknown command 'frobnicate'"],
    [['statu'], 'did you mean status?'],
    [['import'], "Missing required argument 'file'"],
    [['import', 'a.csv', 'b.csv'], 'Too many arguments'],
    [['import', 'a.csv', '--repotr', 'x'], 'did you mean --report?'],
    [['import', 'a.csv', '--format', 'xml'], 'ndjson, csv'],
    [['import', 'a.csv', '--server', 'localhost'], 'http://127.0.0.1:3000'],
    [['import', 'a.csv', '--server', 'http://127.0.0.1:1', '--store', 'sqlite:./x.db'], 'cannot be used with'],
    [['import', 'a.csv', '--id-from', 'a,,b'], 'names of columns'],
    [['import', 'a.xlsx'], '--format'],
    [['simulate', 'su8-2025'], 'su7-2024'],
    [['simulate', 'su7-2024', '--scale', '0.001'], 'from 0.01 to 1000'],
    [['simulate', 'su7-2024', '--seed', '1.5'], 'whole number'],
    [['backup'], "Missing required argument 'file'"],
    [['demo', '--port', '70000'], 'from 0 to 65535'],
  ])('%j is refused in one sentence', async (args, sentence) => {
    const { code, stdout, stderr } = await runLedger(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(sentence);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });
});
