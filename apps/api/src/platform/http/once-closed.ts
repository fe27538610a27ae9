import type { ServerResponse } from 'node:http';

/**
 * Calls `act` once the response is closed; at once where it is already, as a client may disconnect while it waits for
 * its turn.
 */
export function onceClosed(response: ServerResponse, act: () => void): void {
  if (response.destroyed) act();
  else response.once('close', act);
}
