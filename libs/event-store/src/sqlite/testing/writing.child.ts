import { randomUUID } from 'node:crypto';
import { writeSync } from 'node:fs';
import { NO_STREAM } from '../../port.js';
import { openSqliteEventStore } from '../sqlite-event-store.js';

// Appends for ever, many at once, and writes a line for each event once it is acknowledged.
const [file = '', run = ''] = process.argv.slice(2);
const store = openSqliteEventStore(file);
writeSync(1, 'open\n');

async function write(lane: number): Promise<never> {
  for (let number = 0; ; number += 1) {
    const appends = Array.from({ length: 20 }, (_, index) => ({
      stream: `unit-${run}-${lane}-${number}-${index}`,
      expectedRevision: NO_STREAM,
      events: [{ id: randomUUID(), type: 'UnitProduced', data: { number }, metadata: {} }],
    }));
    const results = await store.appendMany(appends);
    const lines = results.map((result, index) =>
      result.outcome === 'appended' ? `${appends[index]?.events[0]?.id} ${result.positions[0]}\n` : 'refused\n',
    );
    writeSync(1, lines.join(''));
  }
}

await Promise.all([0, 1, 2, 3].map(write));
