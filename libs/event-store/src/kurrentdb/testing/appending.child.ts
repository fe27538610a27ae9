import { randomUUID } from 'node:crypto';
import { NO_STREAM } from '../../port.js';
import { openKurrentEventStore } from '../kurrent-event-store.js';

// Appends large events, hundreds at once, whatever happens to the connection; then says how many there are.
const [url = '', prefix = ''] = process.argv.slice(2);
const store = openKurrentEventStore(url, { prefix });
const text = 'x'.repeat(60_000);
const origin = await store.head();
console.log('open');
for (let round = 0; round < 3; round += 1)
  await store.appendMany(
    Array.from({ length: 400 }, (_, index) => ({
      stream: `unit-${round}-${index}`,
      expectedRevision: NO_STREAM,
      events: [{ id: randomUUID(), type: 'UnitProduced', data: { text }, metadata: {} }],
    })),
  );
let stored = 0;
for (let after = origin, end = false; !end;) {
  const page = await store.readAll({ after, limit: 1_000 });
  stored += page.events.length;
  after = page.next;
  end = page.end;
}
console.log(`stored ${stored}`);
await store.close();
