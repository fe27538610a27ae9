import type { IncomingMessage } from 'node:http';
import { readBody } from './body.js';
import { contentCoding, inflated } from './content-coding.js';
import type { Room, Share } from './room.js';

/** More than this gzip cannot make of a byte. */
const MOST_INFLATION = 1_032;

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
    return await work(coding === 'gzip' ? await inflatedWithin(share, sent, limit) : settled(share, sent));
  } finally {
    share.leave();
  }
}

function settled(share: Share, body: Buffer): Buffer {
  share.settle();
  return body;
}

async function inflatedWithin(share: Share, sent: Buffer, limit: number): Promise<Buffer> {
  share.hold(sent.length + Math.min(limit, MOST_INFLATION * sent.length));
  share.settle();
  const body = await inflated(sent, limit);
  share.hold(body.length);
  return body;
}
