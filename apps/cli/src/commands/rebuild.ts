import { Command } from 'commander';
import type { RebuildSettings } from '../rebuild/run-rebuild.js';

const AFTER = `
Examples:
  ledger rebuild
  ledger rebuild --restart                 forget an unfinished one, begin at the log's first event
  ledger rebuild --rollback                back to the read model of before, at once

The read model is worked out again from the log, beside the one that is read, and compared with that at the same
position. Then one pointer is switched; a running service goes on answering, and comes over by itself. It works the
same while none runs. Ctrl-C stops it, and the next one goes on from there. What was read before is kept for
--rollback until the next rebuild.

The same version of the ledger must make the same rows: where it does not, nothing is switched, and the tables that
differ are named (one was altered by hand, or a disk is failing). --accept switches all the same.

Exit codes: 0 done; 6 the rows differ, nothing was switched; 5 it stopped at an event that it cannot handle;
130 stopped by Ctrl-C; 1 failed, the last line says why (running it again is safe); 2 typed wrong.
`;

export function rebuildCommand(): Command {
  return new Command('rebuild')
    .summary('work out the read model again from the log, beside the one that is read')
    .description('Works out the read model again from the log, beside the one that is read, and switches to it.')
    .option('--rollback', 'go one step back, to what was read before the last switch')
    .option('--restart', 'begin again where an unfinished rebuild is there, instead of going on')
    .option('--accept', 'switch also where the same version makes other rows than are read now')
    .option('--quiet', 'no progress')
    .addHelpText('after', AFTER)
    .action(async (options: RebuildSettings) => {
      const { runRebuild } = await import('../rebuild/run-rebuild.js');
      process.exitCode = await runRebuild(options);
    });
}
