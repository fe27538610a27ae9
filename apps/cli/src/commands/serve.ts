import { Command } from 'commander';

const AFTER = `
Examples:
  ledger serve
  PORT=8080 LEDGER_TIME_ZONE=Europe/Berlin ledger serve
  LEDGER_EVENT_STORE=esdb://127.0.0.1:2113?tls=false ledger serve

It reads its settings from the environment (the README lists them all) and runs until Ctrl-C. Events come in at
POST /v1/events; figures are read at /v1/monthly-totals, /v1/milestones and the rest that GET / lists.

Exit codes: 0 it was stopped; 1 it could not start, the last line says why.
`;

export function serveCommand(): Command {
  return new Command('serve')
    .summary('run the ledger: takes events in and answers questions over HTTP')
    .description('Runs the ledger: takes events in and answers questions over HTTP, until it is stopped.')
    .addHelpText('after', AFTER)
    .action(async () => {
      const { runService } = await import('../../../api/src/run-service.js');
      await runService(process.env);
    });
}
