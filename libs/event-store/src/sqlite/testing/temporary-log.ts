import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestLog } from '../../contract/test-log.js';
import type { EventStore } from '../../port.js';
import { openSqliteEventStore } from '../sqlite-event-store.js';

/** A log in a directory of its own, for one test. */
export async function temporaryLog(): Promise<TestLog & { readonly file: string }> {
  const directory = await mkdtemp(join(tmpdir(), 'plant-ledger-log-'));
  const file = join(directory, 'log.db');
  const opened: EventStore[] = [];
  return {
    file,
    async open() {
      const store = openSqliteEventStore(file);
      opened.push(store);
      return store;
    },
    async remove() {
      for (const store of opened) await store.close();
      await rm(directory, { recursive: true });
    },
  };
}
