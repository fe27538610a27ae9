import { Command } from 'commander';
import { placeOrTime } from '../options.js';
import type { ReplaySettings } from '../replay/run-replay.js';

const AFTER = `
Examples:
  ledger replay
  ledger replay --as-of 2024-07-01T00:00:00+08:00    as it was known then
  ledger replay --as-of 120000 --json                as it was known at that position

The log is folded from its first event, without the read model, by the same code that makes it. The figures are what
the read model must show as of the same position; the digest stands for every row of it, and the chain for every byte
of the log up to there. Two people with the same log get the same digest.

Exit codes: 0 done; 5 an event cannot be handled, and which (the figures are as of the one before); 1 failed; 2 typed
wrong; 130 stopped by Ctrl-C.
`;

export function replayCommand(): Command {
  return new Command('replay')
    .summary('work the figures out from the log alone')
    .description('Works the figures out from the log alone, as of any moment, with a digest of all of them.')
    .option('--as-of <position|time>', 'a position, or an RFC 3339 time with an offset', placeOrTime)
    .option('--json', 'all figures as JSON')
    .option('--quiet', 'no progress')
    .addHelpText('after', AFTER)
    .action(async (options: ReplaySettings) => {
      const { runReplay } = await import('../replay/run-replay.js');
      process.exitCode = await runReplay(options);
    });
}
