import { describeEventStoreContract } from '../contract/contract.js';
import { closeAll, describeOnServer, freshPrefix, openOnServer } from './testing/real-server.js';

// On a fresh prefix for every test, so that a shared server will do: LEDGER_TEST_KURRENTDB='kurrentdb://127.0.0.1:2113?tls=false'.
describeOnServer('an EventStoreDB or KurrentDB server', () => {
  describeEventStoreContract('kurrentdb', async () => {
    const prefix = freshPrefix();
    return { open: () => openOnServer(prefix), remove: closeAll };
  });
});
