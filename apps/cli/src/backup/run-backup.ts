import { readConfiguration } from '@plant-ledger/configuration';
import { backupEventStore, formatPosition } from '@plant-ledger/event-store';
import { faultOf } from '@plant-ledger/read-model';
import { grouped } from '../terminal/words.js';

/** Copies the configured log to a new file, and says what the copy holds. */
export function runBackup(file: string): void {
  const { events, position } = backupEventStore(readConfiguration(process.env).eventStore, file, faultOf);
  process.stdout.write(`${file} holds ${grouped(events)} events, up to position ${formatPosition(position)}.\n`);
}
