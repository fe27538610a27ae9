import { Argument, Command, Option } from 'commander';
import type { GrantOptions, InitOptions, IssueOptions, ListOptions, RevokeOptions } from '../access/run-access.js';
import { withServer, type ServerOptions } from '../ask-ledger.js';
import { integerBetween } from '../options.js';

const AFTER = `
Examples:
  ledger access init                                          the first admin, and a key for it
  ledger access grant source:mes-bj1 source --sources //bj-1.example/mes --plants bj-1
  ledger access key source:mes-bj1 --days 365                 a key, shown this once
  ledger access grant user:ops-3 operator
  ledger access grant oidc-group:3f0a9b12:ledger-auditors auditor
  ledger access list --as-of 2024-06-30T23:59:59+08:00        the access review of a day
  ledger access revoke-key 7h3k9m2q --reason "found in a mail"

While nothing was ever granted, a ledger on this machine's own address is open to everybody who reaches it. The first
grant closes it: from then on every request needs a key (Authorization: Bearer plk_…) or an access token.

Roles: viewer, monitor, source, planner, operator, controller, auditor, admin; docs/access.md says what each may.
Commands that ask a ledger take its key from LEDGER_KEY or --key-file.

Exit codes: 0 done; 1 refused, the last line says why; 2 typed wrong.
`;

const days = () =>
  new Option('--days <days>', 'how long the key holds').argParser(integerBetween(1, 3_650)).default(365);
const reason = () => new Option('--reason <text>', 'why; it stays on record').makeOptionMandatory();
const who = () => new Argument('<principal>', 'source:NAME a machine, user:NAME, oidc:SUBJECT, oidc-group:GROUP');

/** Of a whole key only its id: what is sent and said has no secret in it. */
const keyId = (text: string) => /^plk_([^_]*)/.exec(text)?.[1] ?? text;

export function accessCommand(): Command {
  const access = new Command('access')
    .summary('say who may what: roles and keys')
    .description('Grants and revokes roles, issues and revokes API keys, and shows who may what, now or on any day.')
    .addHelpText('after', AFTER);
  access.addCommand(initCommand());
  access.addCommand(grantCommand());
  access.addCommand(revokeCommand());
  access.addCommand(keyCommand());
  access.addCommand(revokeKeyCommand());
  access.addCommand(listCommand());
  access.addCommand(
    new Command('new-key')
      .description('Prints a new key for LEDGER_ADMIN_KEY_FILE, which makes user:admin the first admin at a start.')
      .action(async () => (await run()).newKey()),
  );
  return access;
}

function initCommand(): Command {
  return withServer(new Command('init'))
    .description(
      'Makes the first admin, with a key. Asks the running ledger; where none runs, and --server names none, writes to the log that LEDGER_EVENT_STORE names.',
    )
    .option('--principal <principal>', 'who', 'user:admin')
    .addOption(days())
    .addOption(
      new Option(
        '--recover',
        'make another admin at the files of a ledger whose admins have lost their keys',
      ).conflicts('server'),
    )
    .action(async (options: Omit<InitOptions, 'isServerGiven'>, command: Command) =>
      (await run()).init({ ...options, isServerGiven: command.getOptionValueSource('server') !== 'default' }),
    );
}

function grantCommand(): Command {
  return withServer(new Command('grant'))
    .description('Grants roles. A source needs to be told what it may report.')
    .addArgument(who())
    .addArgument(new Argument('<roles...>', 'viewer, monitor, source, planner, operator, controller, auditor, admin'))
    .option('--sources <sources...>', 'the source of its events, exact, or ending in /*')
    .option('--plants <plants...>', 'the plants that its events may name (default: any)')
    .option('--types <types...>', 'the types of its events (default: facts of units and lines)')
    .option('--amend', 'it may void and correct its own events')
    .option('--until <time>', 'when it ends by itself, RFC 3339')
    .action(async (principal: string, roles: string[], options: GrantOptions) =>
      (await run()).grant(principal, roles, options),
    );
}

function revokeCommand(): Command {
  return withServer(new Command('revoke'))
    .description('Ends what was granted: all of it, or some roles.')
    .addArgument(who())
    .option('--roles <roles...>', 'the roles that end (default: all)')
    .addOption(reason())
    .action(async (principal: string, options: RevokeOptions) => (await run()).revoke(principal, options));
}

function keyCommand(): Command {
  return withServer(new Command('key'))
    .description('Issues an API key and prints it, this once. Two keys of a principal may be in force at a time.')
    .addArgument(who())
    .addOption(days())
    .action(async (principal: string, options: IssueOptions) => (await run()).issueKey(principal, options));
}

function revokeKeyCommand(): Command {
  return withServer(new Command('revoke-key'))
    .description('Revokes an API key: within a second it is refused everywhere.')
    .addArgument(new Argument('<id>', 'the eight characters after plk_').argParser(keyId))
    .addOption(reason())
    .action(async (id: string, options: ServerOptions & { reason: string }) => (await run()).revokeKey(id, options));
}

function listCommand(): Command {
  return withServer(new Command('list'))
    .description('Shows who may what.')
    .option('--as-of <position|time>', 'as it was then')
    .option('--json', 'the answer as it is, for programs')
    .action(async (options: ListOptions) => (await run()).list(options));
}

const run = () => import('../access/run-access.js');
