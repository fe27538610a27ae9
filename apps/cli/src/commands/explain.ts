import { Command, Option } from 'commander';
import type { ExplainSettings } from '../explain/run-explain.js';
import { withServer } from '../ask-ledger.js';

const AFTER = `
Examples:
  ledger explain delivered --from 2024-07 --to 2024-07
  ledger explain produced --from 2024-07-16 --to 2024-07-17 --plant bj-1
  ledger explain --milestone deliveries-100k
  ledger explain delivered --as-of 2024-07-01T00:00:00+08:00 --csv > delivered.csv

Figures: produced, delivered, returned, scrapped, netDelivered; stock, hold, transit, deliveredAccount, scrappedAccount;
sitesOpen:sales, sitesOpen:service, sitesOpen:delivery, cities; downtime. The amounts of all lines add up to the figure.

Exit codes: 0 done; 1 no ledger answers, or it refuses the question and says why; 2 typed wrong.
`;

export function explainCommand(): Command {
  return withServer(new Command('explain'))
    .summary('take a figure apart into the events behind it')
    .description(
      'Asks a running ledger for the events behind a figure: every one of them, with the vehicle and the time.',
    )
    .argument('[figure]', 'which figure; not needed with --milestone')
    .option('--from <month>', 'first month YYYY-MM or date YYYY-MM-DD')
    .option('--to <month>', 'last month or date, included')
    .option('--plant <plant>', 'of one plant only')
    .option('--model <model>', 'of one model only')
    .option('--milestone <id>', 'the value of a milestone')
    .option('--as-of <position|time>', 'as it was known then')
    .option('--at <time>', 'asked then: only what had occurred before; RFC 3339')
    .addOption(new Option('--csv', 'as CSV').conflicts('json'))
    .option('--json', 'one JSON object a line')
    .addHelpText('after', AFTER)
    .action(async (figure: string | undefined, options: ExplainSettings) => {
      const { runExplain } = await import('../explain/run-explain.js');
      await runExplain(figure, options);
    });
}
