import { openEventStore } from '@plant-ledger/event-store';
import { openReadModelStorage, rebuild } from '@plant-ledger/read-model';

/** Rebuilds a read model, says how far it is, and what came of it. */
const [log = '', target = '', batch = '50', expiry = '10000', renewal = '3000'] = process.argv.slice(1);
const store = await openEventStore(log, { readOnly: true });
const storage = await openReadModelStorage(target);
const outcome = await rebuild({
  storage,
  store,
  batch: Number(batch),
  terms: { expiry: Number(expiry), renewal: Number(renewal) },
  progress: ({ stage, generation, position }) => console.log(`${stage} ${generation} ${position}`),
});
console.log(`outcome ${outcome.kind}`);
await storage.close();
await store.close();
