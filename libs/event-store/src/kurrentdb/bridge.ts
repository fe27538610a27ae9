import type { KurrentDBClient } from '@kurrent/kurrentdb-client';
import { makeClient } from './client.js';

/** The native half of the client, which reads. */
export type Bridge = KurrentDBClient['rustClient'];

/** Lends the bridge out for one read after the other. */
export type WithBridge = <T>(read: (bridge: Bridge) => Promise<T>) => Promise<T>;

/** A bridge whose first connection failed never connects again (client 1.3.1), so after a failed read the next has a new one. */
export function renewedBridge(connectionString: string): WithBridge {
  let current = makeClient(connectionString).rustClient;
  return async (read) => {
    const bridge = current;
    try {
      return await read(bridge);
    } catch (error) {
      if (current === bridge) current = makeClient(connectionString).rustClient;
      throw error;
    }
  };
}
