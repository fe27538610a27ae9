import type { ServerResponse } from 'node:http';

/**
 * Cuts off a client that does not read its answer for this many milliseconds: what it leaves unread is kept in memory.
 */
export function cutOffUnread(response: ServerResponse, longestUnread: number): void {
  response.setTimeout(longestUnread, () => {
    const { socket } = response;
    // Nothing unread: the answer is still being made, or the request is still arriving.
    if (socket && socket.writableLength > 0) socket.destroy();
  });
}
