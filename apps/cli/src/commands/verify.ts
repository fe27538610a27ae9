import { Command } from 'commander';
import type { VerifySettings } from '../verify/run-verify.js';

const AFTER = `
Examples:
  ledger verify
  ledger verify --json > report.json       everything that was found, for programs and for the file

What is looked at, in this order: whether every event of the log is as it was written (its content's hash, its id), none
is missing, and all of it can be replayed; the hash chain; every row of the read model against that replay; the books at
the end of every month (produced = stock + hold + transit + delivered + scrapped, no account negative); what closed
months have published; and whether a source has used an id twice. Where the log itself is not right, the rest is not
checked, and the report says so. Nothing is changed, and a running service goes on meanwhile. The replay needs as much
room for temporary files as the read model has.

Exit codes: 0 all is well; 10 an event of the log was altered or
is missing, or the log cannot be replayed or is not the read model's; 11 the hash chain differs;
12 the read model differs from the log ("ledger rebuild --accept" makes it anew); 13 the books do not balance; 14 a
published month differs; 15 an id was used twice; of several the first. 1 it could not be done, 2 typed wrong.
`;

export function verifyCommand(): Command {
  return new Command('verify')
    .summary('hold the read model against the log, and say what differs')
    .description('Replays the log and holds the read model, the books and the published months against it.')
    .option('--json', 'the report as JSON')
    .option('--quiet', 'no progress')
    .addHelpText('after', AFTER)
    .action(async (options: VerifySettings) => {
      const { runVerify } = await import('../verify/run-verify.js');
      process.exitCode = await runVerify(options);
    });
}
