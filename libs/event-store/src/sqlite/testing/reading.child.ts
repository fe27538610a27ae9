import { START } from '../../port.js';
import { openSqliteEventStore } from '../sqlite-event-store.js';

// Follows a log that another process writes and writes a line for each event.
const [file = ''] = process.argv.slice(2);
const store = openSqliteEventStore(file, { readOnly: true });
for await (const message of store.subscribeAll({ after: START, signal: new AbortController().signal })) {
  if (message.kind === 'events') for (const event of message.events) console.log(`${event.position} ${event.id}`);
  else console.log(message.kind);
}
