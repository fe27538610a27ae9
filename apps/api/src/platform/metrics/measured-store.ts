import { StoreUnavailableError, type EventStore, type SubscriptionMessage } from '@plant-ledger/event-store';

type Operation = 'append' | 'read' | 'head';

/** How often the event store could not be reached, since the start. */
export interface StoreMeter {
  readonly failures: Record<Operation, number>;
  /** Connections of those who follow the log that were lost and made again. */
  losses: number;
}

export const storeMeter = (): StoreMeter => ({ failures: { append: 0, read: 0, head: 0 }, losses: 0 });

/** The same store; where it cannot be reached, that is counted. */
export function measuredStore(store: EventStore, meter: StoreMeter): EventStore {
  const watched = <Answer>(operation: Operation, answer: Promise<Answer>): Promise<Answer> => {
    answer.catch((error: unknown) => {
      if (error instanceof StoreUnavailableError) meter.failures[operation] += 1;
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
    if (message.kind === 'lost') meter.losses += 1;
    yield message;
  }
}
