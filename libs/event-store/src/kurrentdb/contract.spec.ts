import { randomUUID } from 'node:crypto';
import { describeEventStoreContract } from '../contract/contract.js';
import type { EventStore } from '../port.js';
import { openEventStore } from '../open.js';

// Runs against a real server: LEDGER_TEST_KURRENTDB='kurrentdb://127.0.0.1:2113?tls=false'.
const server = process.env['LEDGER_TEST_KURRENTDB'] ?? '';

if (server === '')
  describe('the event store contract: kurrentdb (skipped: LEDGER_TEST_KURRENTDB names no server)', () => {
    it.skip('runs on a real server only', () => undefined);
  });
else
  describeEventStoreContract('kurrentdb', async () => {
    const prefix = `test-${randomUUID()}-`;
    const opened: EventStore[] = [];
    return {
      async open() {
        const store = await openEventStore(server, { prefix });
        opened.push(store);
        return store;
      },
      async remove() {
        for (const store of opened) await store.close();
      },
    };
  });
