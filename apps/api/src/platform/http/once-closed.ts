import type { ServerResponse } from 'node:http';

/** Acts once the response is closed; at once where it is already, as whoever asked may have gone before it was their turn. */
export function onceClosed(response: ServerResponse, act: () => void): void {
  if (response.destroyed) act();
  else response.once('close', act);
}
