import { randomUUID } from 'node:crypto';
import { openEventStore } from '../../open.js';
import type { EventStore } from '../../port.js';

/** The connection string of a server to test on, for example kurrentdb://127.0.0.1:2113?tls=false; empty when there is none. */
export const server = process.env['LEDGER_TEST_KURRENTDB'] ?? '';

/** A prefix of streams that nothing has been written to. */
export function freshPrefix(): string {
  return `test-${randomUUID()}-`;
}

const opened: EventStore[] = [];

export async function openOnServer(prefix = freshPrefix(), url = server): Promise<EventStore> {
  const store = await openEventStore(url, { prefix });
  opened.push(store);
  return store;
}

/** For after a test. */
export async function closeAll(): Promise<void> {
  for (const store of opened.splice(0)) await store.close();
}

/** A suite that needs a real server, and says so when there is none. */
export function describeOnServer(name: string, suite: () => void): void {
  if (server !== '') describe(name, suite);
  else
    describe(`${name} (skipped: LEDGER_TEST_KURRENTDB names no server)`, () => {
      it.skip('runs on a real server only', () => undefined);
    });
}
