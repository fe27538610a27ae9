import type { IncomingMessage } from 'node:http';
import type { Room } from '../platform/edge/room.js';
import { readBody } from './body.js';
import { contentCoding, inflated } from './content-coding.js';

/**
 * Works on a whole, decompressed body of at most `limit` bytes. It holds its share of the room until the work is done.
 */
export async function withBody<Given>(
  request: IncomingMessage,
  room: Room,
  limit: number,
  work: (body: Buffer) => Promise<Given>,
): Promise<Given> {
  const coding = contentCoding(request.headers['content-encoding']);
  const share = room.enter();
  try {
    const sent = await readBody(request, limit, { share });
    const body = coding === 'gzip' ? await inflated(sent, limit, (bytes) => share.hold(sent.length + bytes)) : sent;
    share.settle();
    return await work(body);
  } finally {
    share.leave();
  }
}
