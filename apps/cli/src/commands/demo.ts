import { Command, Option } from 'commander';
import { integerBetween, numberBetween } from '../options.js';
import type { DemoOptions } from '../demo/run-demo.js';

const AFTER = `
Examples:
  ledger demo
  ledger demo --port 8080
  ledger demo --fresh                      start over, without the events you added
  ledger demo --scale 0.1 --data /tmp/demo a tenth of the vehicles, elsewhere

The ledger's clock stands still at noon of 2024-07-29 in Beijing, so that you see what the people of that day saw.
What you send is kept in the folder until --fresh. Ctrl-C ends it.

Exit codes: 0 it was stopped; 1 it could not start, the last line says why; 2 typed wrong.
`;

export function demoCommand(): Command {
  return new Command('demo')
    .summary('load the example year su7-2024 and serve it, with three things to try')
    .description(
      'Loads the example year su7-2024 into a folder of its own, serves it, and prints what to open and to try.',
    )
    .addOption(
      new Option('--port <number>', 'where to serve it; 0 takes any free port')
        .env('PORT')
        .argParser(integerBetween(0, 65_535))
        .default(3000),
    )
    .option('--scale <factor>', 'multiply the number of vehicles by this, 0.01 to 10', numberBetween(0.01, 10), 1)
    .option('--data <folder>', 'where the demo keeps its files', 'data/demo')
    .option('--fresh', 'delete what the demo kept there before')
    .addHelpText('after', AFTER)
    .action(async (options: DemoOptions) => {
      const { runDemo } = await import('../demo/run-demo.js');
      await runDemo(options);
    });
}
