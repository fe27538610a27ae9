import type { KurrentDBClient } from '@kurrent/kurrentdb-client';
import { makeClient } from './client.js';

/** The native half of the client, which does the reads. */
export type Bridge = KurrentDBClient['rustClient'];

export type WithBridge = <T>(read: (bridge: Bridge) => Promise<T>) => Promise<T>;

/**
 * A bridge whose first connection failed never connects again (client 1.3.1), so the read after a failed one gets a new
 * bridge.
 */
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
