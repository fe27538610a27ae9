import { Command } from 'commander';
import { configuredServer, serverAddress } from '../options.js';

const AFTER = `
Examples:
  ledger status
  ledger status --server http://127.0.0.1:8080
  ledger status --json

Figures follow the log by fractions of a second; "behind" says by how many events and seconds they do not.

Exit codes: 0 figures are up to date; 4 they are behind; 5 the projector stopped at an event it cannot handle, and
which; 1 no ledger answers; 2 typed wrong.
`;

export function statusCommand(): Command {
  return new Command('status')
    .summary('say whether a running ledger is well and its figures up to date')
    .description('Asks a running ledger where it stands: the end of its log, how far its figures are, and its stores.')
    .option('--server <address>', 'the ledger to ask', serverAddress, configuredServer(process.env))
    .option('--json', 'the answer as it is, for programs')
    .addHelpText('after', AFTER)
    .action(async ({ server, json = false }: { server: string; json?: boolean }) => {
      const { showStatus } = await import('../status/show-status.js');
      process.exitCode = await showStatus(server, json);
    });
}
