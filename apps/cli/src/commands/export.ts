import { Argument, Command, Option } from 'commander';
import type { ExportSettings } from '../export/run-export.js';
import { placeOrTime } from '../options.js';

const AFTER = `
Examples:
  ledger export > log.ndjson                          every event, as it lies in the log
  ledger export events --format csv > log.csv
  ledger export transfers --format csv > books.csv    the books: every move of a vehicle between accounts
  ledger export --as-of 2024-07-01T00:00:00+08:00 > june.ndjson

Straight from the stores that are configured, while a service runs or none does. Events come from the log; transfers
from the read model, up to where it stands. Times are RFC 3339 in UTC, positions decimal digits.

A log of which events were altered or are missing is written to its end all the same; the last line names the first.

Exit codes: 0 done; 1 failed, the last line says why; 2 typed wrong.
`;

export function exportCommand(): Command {
  return new Command('export')
    .summary('write the log, or the books, as NDJSON or CSV')
    .description('Writes every event of the log, or every transfer of the books, to standard output.')
    .addArgument(new Argument('[what]', 'what to write').choices(['events', 'transfers']).default('events'))
    .addOption(new Option('--format <format>', 'how').choices(['ndjson', 'csv']).default('ndjson'))
    .option('--as-of <position|time>', 'only what was recorded by then, as a position or a time', placeOrTime)
    .addHelpText('after', AFTER)
    .action(async (what: 'events' | 'transfers', options: Omit<ExportSettings, 'what'>) => {
      const { runExport } = await import('../export/run-export.js');
      await runExport({ what, ...options });
    });
}
