import { writeSync } from 'node:fs';
import { LogAlreadyWrittenError } from '../../port.js';
import { openSqliteEventStore } from '../sqlite-event-store.js';

// Tries once to become the writer, says how it went, and stays.
const [file = ''] = process.argv.slice(2);
try {
  openSqliteEventStore(file);
  writeSync(1, 'open\n');
} catch (error) {
  writeSync(1, error instanceof LogAlreadyWrittenError ? 'refused\n' : `${String(error)}\n`);
}
setInterval(() => undefined, 1_000);
