import { KurrentDBClient } from '@kurrent/kurrentdb-client';
import { StoreRequestError } from '../port.js';
import { reasonOf } from '../reason.js';

/** Makes a client; it connects when it is first used. */
export function makeClient(connectionString: string): KurrentDBClient {
  let client: KurrentDBClient;
  try {
    client = KurrentDBClient.connectionString(connectionString);
  } catch (error) {
    // The client's own message repeats parts of the connection string, so only what it expected is passed on.
    const expected = /expected ([^"]+)$/.exec(reasonOf(error))?.[1];
    const hint = expected === undefined ? '' : `: expected ${expected}`;
    throw new StoreRequestError(`The connection string of the event store is not right${hint}.`);
  }
  neverWaitForDrain(client);
  return client;
}

interface WriteStream {
  write?: (this: unknown, ...parts: unknown[]) => boolean;
}

/**
 * When the connection breaks while the client (1.3.1) waits for its append stream to drain, it rejects promises that
 * nobody holds, and Node ends the process. A stream that always returns true from `write` is never waited for; the gate
 * before it limits what piles up.
 */
function neverWaitForDrain(client: object): void {
  const make: unknown = Reflect.get(client, 'GRPCStreamCreator');
  if (typeof make !== 'function')
    throw new Error('This version of the KurrentDB client makes its streams differently.');
  const wrapped = (service: unknown, name: unknown, creator: (grpc: unknown) => unknown, cache: unknown): unknown =>
    Reflect.apply(make, client, [service, name, async (grpc: unknown) => goOn(await creator(grpc)), cache]);
  Reflect.set(client, 'GRPCStreamCreator', wrapped);
}

function goOn(stream: unknown): unknown {
  const writable = stream as WriteStream;
  const { write } = writable;
  if (typeof write === 'function')
    writable.write = (...parts) => {
      write.apply(stream, parts);
      return true;
    };
  return stream;
}
