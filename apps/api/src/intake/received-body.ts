import type { IncomingMessage } from 'node:http';
import type { Room } from '../platform/edge/room.js';
import { readBody } from './body.js';
import { contentCoding, inflated } from './content-coding.js';

/**
 * Works on a whole body of at most `limit` bytes as it was before it was compressed. Until that is done it takes its share of
 * the room.
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
