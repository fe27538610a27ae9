import { Command } from 'commander';
import { accessCommand } from './commands/access.js';
import { backupCommand } from './commands/backup.js';
import { demoCommand } from './commands/demo.js';
import { explainCommand } from './commands/explain.js';
import { exportCommand } from './commands/export.js';
import { importCommand } from './commands/import.js';
import { rebuildCommand } from './commands/rebuild.js';
import { replayCommand } from './commands/replay.js';
import { serveCommand } from './commands/serve.js';
import { simulateCommand } from './commands/simulate.js';
import { statusCommand } from './commands/status.js';
import { verifyCommand } from './commands/verify.js';
import { usageSentence } from './usage-sentence.js';

const ABOUT = `A ledger of vehicle production and delivery: every fact about a vehicle, a line, the plan or a site is kept as
one event, for ever, and every figure (vehicles a month, milestones, downtime) is a sum over events.`;

const AFTER = `
Start here:
  ledger demo                              a finished example to look at, at http://127.0.0.1:3000
  ledger serve                             your own ledger, kept in ./data
  ledger import july.csv --dry-run         check a file without taking anything in
  ledger import july.csv                   take it in; doing it twice changes nothing

In a clone of the source, write "npm run ledger --" for "ledger", such as: npm run ledger -- import july.csv

Units: times are RFC 3339 with an offset (2024-07-28T14:05:00+08:00), months YYYY-MM, counts are vehicles, rates
vehicles an hour. A position is an event's place in the log, counted from 1 in the ledger's own file.

Exit codes: 0 done; 1 failed, the last line says why; 2 the command was typed wrong; 7 a file of the log or of the read
model is damaged, the last line says which and what to do. Some commands have more, see their own help.

Settings come from the environment: LEDGER_EVENT_STORE (sqlite:./data/log.db), LEDGER_READ_MODEL
(sqlite:./data/read-model), LEDGER_TIME_ZONE (UTC), HOST (127.0.0.1), PORT (3000); the README has them all.
`;

/** Every command with its options and help. A command's code is loaded when it is called. */
export function ledgerProgram(): Command {
  const program = new Command('ledger')
    .description(ABOUT)
    .exitOverride()
    .configureHelp({ helpWidth: 110 })
    .configureOutput({ outputError: (message, write) => write(usageSentence(message, 'ledger --help')) })
    .helpOption('-h, --help', 'show this help')
    .helpCommand('help [command]', 'show the help of a command')
    .addHelpText('after', AFTER);
  const commands = [
    demoCommand(),
    serveCommand(),
    importCommand(),
    simulateCommand(),
    statusCommand(),
    accessCommand(),
    backupCommand(),
    rebuildCommand(),
    verifyCommand(),
    replayCommand(),
    explainCommand(),
    exportCommand(),
  ];
  for (const command of commands) program.addCommand(inherited(program, command));
  return program;
}

function inherited(parent: Command, command: Command, path = `ledger ${command.name()}`): Command {
  for (const below of command.commands) inherited(parent, below, `${path} ${below.name()}`);
  return command
    .copyInheritedSettings(parent)
    .configureOutput({ outputError: (message, write) => write(usageSentence(message, `${path} --help`)) })
    .helpOption('-h, --help', 'show this help');
}
