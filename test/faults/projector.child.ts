import { once } from 'node:events';
import { openEventStore } from '@plant-ledger/event-store';
import { createProjector, openReadModel } from '@plant-ledger/read-model';

/** Follows a log into a read model until it is killed, and says how far it has come. */
const [log = '', target = '', expiry = '10000', renewal = '3000', pauseAfter = '0'] = process.argv.slice(1);
let batches = 0;
const store = await openEventStore(log, { readOnly: true });
const readModel = await openReadModel(target);
const say = (text: string): void => console.log(text);
const projector = createProjector({
  store,
  readModel,
  // So that every batch is of as many events, however long one takes.
  limits: { events: 50, milliseconds: Infinity },
  terms: { expiry: Number(expiry), renewal: Number(renewal) },
  async giveWay() {
    batches += 1;
    if (batches === Number(pauseAfter)) {
      say('pausing');
      await once(process.stdin, 'data');
    }
    await new Promise(setImmediate);
  },
  logger: { log: say, warn: (text) => say(`warning: ${text}`), error: (text) => say(`error: ${text}`) },
});
let reported = '';
setInterval(() => {
  const { position, projector: role } = projector.status();
  const now = `${role} at ${position}`;
  if (now !== reported) say((reported = now));
}, 5);
await projector.run(new AbortController().signal);
