import { withoutUnprintable } from '@plant-ledger/domain';
import { CommanderError } from 'commander';
import { codeOf, EXIT, exitCodeOf, sentenceOf } from './failure.js';
import { ledgerProgram } from './program.js';

/** Runs one command and returns its exit code. Throws nothing: errors are written to standard error. */
export async function run(words: readonly string[]): Promise<number> {
  const program = ledgerProgram();
  // A reader that has read enough, such as `| head`, is no error.
  process.stdout.on('error', (error) => {
    if (codeOf(error) !== 'EPIPE') throw error;
  });
  try {
    const [first, named] = words;
    if (first === 'help' && named !== undefined && !program.commands.some((command) => command.name() === named))
      program.error(`unknown command '${named}'`);
    await program.parseAsync(words.length === 0 ? ['--help'] : [...words], { from: 'user' });
    return Number(process.exitCode ?? EXIT.done);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.wrongUsage;
    process.stderr.write(`${withoutUnprintable(sentenceOf(error))}\n`);
    return exitCodeOf(error);
  }
}
