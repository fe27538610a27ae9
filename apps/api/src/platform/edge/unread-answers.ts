import type { ServerResponse } from 'node:http';

/** Cuts a client off that does not read its answer for so many milliseconds: what it leaves unread is kept in memory for it. */
export function cutOffUnread(response: ServerResponse, longestUnread: number): void {
  response.setTimeout(longestUnread, () => {
    const { socket } = response;
    // Nothing unread: the answer is still being worked out, or the request is still coming.
    if (socket && socket.writableLength > 0) socket.destroy();
  });
}
