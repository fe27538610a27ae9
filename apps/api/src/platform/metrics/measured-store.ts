import { StoreUnavailableError, type EventStore, type SubscriptionMessage } from '@plant-ledger/event-store';
import { Counter, type Registry } from 'prom-client';

const OPERATIONS = ['append', 'read', 'head'] as const;

export interface StoreMeter {
  readonly failures: Pick<Counter<'operation'>, 'inc'>;
  /** Connections of followers of the log that were lost and made again. */
  readonly losses: Pick<Counter, 'inc'>;
}

export function storeMeter(registry: Registry): StoreMeter {
  const registers = [registry];
  const failures = new Counter({
    name: 'ledger_store_failures_total',
    help: 'Operations for which the event store could not be reached, by operation (append, read, head)',
    labelNames: ['operation'],
    registers,
  });
  for (const operation of OPERATIONS) failures.inc({ operation }, 0);
  const losses = new Counter({
    name: 'ledger_store_reconnects_total',
    help: 'Connections to the event store that were lost and made again',
    registers,
  });
  return { failures, losses };
}

/** The same store; counts how often it cannot be reached. */
export function measuredStore(store: EventStore, meter: StoreMeter): EventStore {
  const watched = <Answer>(operation: (typeof OPERATIONS)[number], answer: Promise<Answer>): Promise<Answer> => {
    answer.catch((error: unknown) => {
      if (error instanceof StoreUnavailableError) meter.failures.inc({ operation });
    });
    return answer;
  };
  return {
    engine: store.engine,
    description: store.description,
    append: (append) => watched('append', store.append(append)),
    appendMany: (appends) => watched('append', store.appendMany(appends)),
    readStream: (stream, options) => watched('read', store.readStream(stream, options)),
    readAll: (options) => watched('read', store.readAll(options)),
    head: () => watched('head', store.head()),
    subscribeAll: (options) => counted(store.subscribeAll(options), meter),
    close: () => store.close(),
  };
}

async function* counted(
  messages: AsyncIterable<SubscriptionMessage>,
  meter: StoreMeter,
): AsyncGenerator<SubscriptionMessage> {
  for await (const message of messages) {
    if (message.kind === 'lost') meter.losses.inc();
    yield message;
  }
}
