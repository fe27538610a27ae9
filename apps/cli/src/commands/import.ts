import { Command, Option } from 'commander';
import { keyFileOption } from '../ask-ledger.js';
import { columnNames, serverAddress } from '../options.js';
import type { ImportOptions } from '../import/import-file.js';

const AFTER = `
Examples:
  ledger import july.ndjson
  ledger import july.csv --source //plant-1/mes --dry-run
  ledger import july.csv --server http://127.0.0.1:3000 --report problems.ndjson
  ledger import units.csv --source //plant-1/mes --id-from type,vin
  ledger simulate su7-2024 | ledger import -
  ledger import --from-export log.ndjson --store sqlite:./moved/log.db      move a whole log to another store

NDJSON has one CloudEvent (JSON) a line. CSV has a first row that names the columns: type, time, source and id, then
the fields of the events by their names, dotted where nested; commas, semicolons or tabs between cells, UTF-8:

  type,time,source,id,vin,model,plant,line,site,reason
  UnitProduced,2024-07-28T14:05:00+08:00,//bj-1/mes,p-1001,LXXSU70A1RA000001,SU7,bj-1,L1,,
  UnitHeld,2024-07-28T15:10:00+08:00,//bj-1/mes,q-77,LXXSU70A1RA000001,,,,,paint

What becomes of each event:
  accepted     it is in the log, for ever
  duplicate    it was there already; sending a file again is always safe
  waiting      it came before what it builds on (a delivery before the production, a plant that is not registered yet),
               and is taken in by itself later
  rejected     it is wrong, and the report says why; unless it is no event at all, it is kept in quarantine for you

What was refused once is answered as it was then when its file is sent again, and changes nothing. Once you have put
right what stood in its way, send it with --retry.

While a service runs, its log is its own: send the file to it with --server. Without --server the file goes straight
into the store that --store or LEDGER_EVENT_STORE names; a service that is started on it afterwards shows it.

With --from-export every event of another ledger's log is copied as it is, its id included, into a store that has none
yet: not decided anew, and refused where anything is there already.

Exit codes: 0 everything was taken; 3 something was rejected, all the rest was taken; 1 not finished, the last line
says why (running it again is safe); 2 typed wrong.
`;

export function importCommand(): Command {
  return new Command('import')
    .summary('take in a file of events (NDJSON or CSV)')
    .description(
      'Takes in a file of events, of any size, and says what became of them. Doing it twice changes nothing.',
    )
    .argument('<file>', 'the file, or - for standard input')
    .addOption(
      new Option(
        '--format <format>',
        'what the file is, where its ending (.ndjson, .jsonl, .csv) does not say',
      ).choices(['ndjson', 'csv']),
    )
    .addOption(
      new Option('--server <address>', 'send it to a running ledger, such as http://127.0.0.1:3000')
        .argParser(serverAddress)
        .conflicts('store'),
    )
    .addOption(keyFileOption())
    .option('--store <store>', 'put it straight into this store (default: LEDGER_EVENT_STORE, or sqlite:./data/log.db)')
    .option('--source <source>', 'CSV: the source of rows that name none, such as //plant-1/mes')
    .option('--id-from <columns>', 'CSV: columns that together make the id of rows without one', columnNames)
    .addOption(
      new Option(
        '--from-export',
        'the file is of "ledger export events": copy the whole log into an empty store',
      ).conflicts(['server', 'format', 'source', 'idFrom', 'report', 'dryRun']),
    )
    .option('--report <file>', 'write every event that was not accepted, and why, to this file (NDJSON)')
    .option('--dry-run', 'check everything and take nothing in')
    .option('--retry', 'have what is in quarantine decided anew, instead of answered as before')
    .option('--quiet', 'no progress')
    .addHelpText('after', AFTER)
    .action(async (file: string, { fromExport, ...options }: ImportOptions & { readonly fromExport?: true }) => {
      if (fromExport) {
        const { importFromExport } = await import('../import/from-export.js');
        process.exitCode = await importFromExport(file, options.store);
        return;
      }
      const { importFile } = await import('../import/import-file.js');
      process.exitCode = await importFile(file, options);
    });
}
