import type { ServerResponse } from 'node:http';

/** How long a client may leave what was written to it unread, milliseconds. */
const LONGEST_UNREAD = 30_000;

/** Cuts a client off that does not read its answer: what it leaves unread is kept in memory for it. */
export function cutOffUnread(response: ServerResponse): void {
  response.setTimeout(LONGEST_UNREAD, () => {
    const { socket } = response;
    // Nothing unread: the answer is still being worked out, or the request is still coming.
    if (socket && socket.writableLength > 0) socket.destroy();
  });
}
