import { randomUUID } from 'node:crypto';
import { NO_STREAM } from '../../port.js';
import { openKurrentEventStore } from '../kurrent-event-store.js';

// Uses the store in every way, closes it, and must then end by itself.
const [url = '', prefix = ''] = process.argv.slice(2);
const store = openKurrentEventStore(url, { prefix });
const origin = await store.head();
const event = { id: randomUUID(), type: 'UnitProduced', data: {}, metadata: {} };
await store.append({ stream: 'unit-1', expectedRevision: NO_STREAM, events: [event] });
console.log('appended');
for await (const message of store.subscribeAll({ after: origin, signal: new AbortController().signal })) {
  if (message.kind !== 'caught-up') continue;
  console.log('caught-up');
  void store.close().then(() => console.log('closed'));
}
