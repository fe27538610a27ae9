import { Command } from 'commander';

const AFTER = `
Examples:
  ledger backup backup/log.db
  ledger backup "backup/$(date -u +%Y%m%dT%H%M%SZ).db"
  LEDGER_EVENT_STORE=sqlite:./backup/log.db ledger replay        what is in a backup

The copy is whole, as of one moment; the service may run, and nobody waits. It needs room for the log once over. A file
that is there already is never overwritten, and the copy gets its name only once it was found to be good. A log in an
EventStoreDB or KurrentDB is backed up by that server's own ways.

Exit codes: 0 the copy was made and is good; 1 it was not, the last line says why; 2 typed wrong.
`;

export function backupCommand(): Command {
  return new Command('backup')
    .summary('copy the log to a file, while the service runs')
    .description('Makes a copy of the embedded log while the service runs, and looks whether the copy is good.')
    .argument('<file>', 'the new file')
    .addHelpText('after', AFTER)
    .action(async (file: string) => {
      const { runBackup } = await import('../backup/run-backup.js');
      runBackup(file);
    });
}
