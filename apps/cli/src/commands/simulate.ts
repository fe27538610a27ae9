import { Argument, Command } from 'commander';
import { integerBetween, numberBetween } from '../options.js';
import type { SimulateOptions } from '../scenario/simulate.js';

const AFTER = `
Examples:
  ledger simulate su7-2024 > su7-2024.ndjson
  ledger simulate su7-2024 | ledger import -
  ledger simulate su7-2024 --scale 0.01 | head -5
  ledger simulate su7-2024 --assumptions

Every event that rests on an assumption rather than on the report names it in its attribute "assumption". The same
scale and seed give the same events, byte for byte. At scale 1 there are 161,471 events, of 44,250
vehicles (49 MB).

Exit codes: 0 all written, or the reader had enough (| head); 1 it could not be written; 2 typed wrong.
`;

export function simulateCommand(): Command {
  return new Command('simulate')
    .summary('write the events of an example year, one JSON event a line')
    .description(
      'Writes the events of a scenario to standard output, one CloudEvent in JSON a line (NDJSON). su7-2024 is the first ' +
        'model year of one electric car: production, deliveries, a line stop, targets, sites.',
    )
    .addArgument(new Argument('<scenario>', 'which scenario').choices(['su7-2024']))
    .option(
      '--scale <factor>',
      'multiply vehicles, targets, capacity and line rate by this, 0.01 to 1000',
      numberBetween(0.01, 1_000),
      1,
    )
    .option(
      '--seed <number>',
      'another number gives other days and times, with the same monthly totals',
      integerBetween(0, 4_294_967_295),
      1,
    )
    .option('--assumptions', 'show what the report says and what is assumed, instead of the events')
    .addHelpText('after', AFTER)
    .action(async (_scenario: string, options: SimulateOptions) => {
      const { simulate } = await import('../scenario/simulate.js');
      await simulate(options);
    });
}
