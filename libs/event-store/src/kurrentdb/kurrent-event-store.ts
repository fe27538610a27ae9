import { StoreUnavailableError, type EventStore, type OpenOptions } from '../port.js';
import { prepareAppend } from '../prepare.js';
import { appending } from './appending.js';
import { renewedBridge } from './bridge.js';
import { makeClient } from './client.js';
import { readConnectionString } from './connection-string.js';
import { persistently } from './failure.js';
import { follow } from './following.js';
import { reading as readingThrough } from './reading.js';
import { refusesPosition } from './refused-position.js';
import { streamNames } from './streams.js';

/**
 * Opens an event store on an EventStoreDB or KurrentDB server, 23.10 or later. It connects when it is first used.
 * @throws StoreRequestError when the connection string or the prefix is invalid.
 */
export function openKurrentEventStore(url: string, { prefix = '' }: Pick<OpenOptions, 'prefix'> = {}): EventStore {
  const { connectionString, description } = readConnectionString(url);
  const names = streamNames(prefix);
  const client = makeClient(connectionString);
  const closing = new AbortController();
  const reading = readingThrough(renewedBridge(connectionString), names, (position) =>
    refusesPosition(client, position),
  );
  const { one, many } = appending(client, reading, names, closing.signal);
  let underWay = 0;
  let idle = (): void => undefined;
  let closed: Promise<void> | undefined;

  const checkOpen = (): void => {
    if (closed) throw new StoreUnavailableError('The event store is closed.');
  };
  const readAgain = <T>(read: () => Promise<T>): Promise<T> => {
    checkOpen();
    return persistently(read, closing.signal);
  };
  /** Makes `close` wait for the work. */
  const counted = async <T>(work: () => Promise<T>): Promise<T> => {
    checkOpen();
    underWay += 1;
    try {
      return await work();
    } finally {
      underWay -= 1;
      if (underWay === 0) idle();
    }
  };

  return {
    engine: 'kurrentdb',
    description,
    append: (append) => counted(async () => one(prepareAppend(append))),
    appendMany: (appends) => counted(async () => many(appends.map(prepareAppend))),
    readStream: async (stream, { fromRevision = 0, limit = Infinity, bytes } = {}) =>
      readAgain(() => reading.stream(stream, fromRevision, limit, bytes)),
    readAll: async (options) => readAgain(() => reading.page(options)),
    head: async () => readAgain(() => reading.head()),
    subscribeAll({ after, signal }) {
      checkOpen();
      return follow({ client, reading, names }, after, AbortSignal.any([signal, closing.signal]));
    },
    close() {
      return (closed ??= (async () => {
        // Nothing is retried from here on; what is under way is awaited, within its time limit.
        closing.abort();
        if (underWay > 0) await new Promise<void>((resolve) => (idle = resolve));
        await client.dispose();
      })());
    },
  };
}
