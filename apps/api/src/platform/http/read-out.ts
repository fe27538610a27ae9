import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';

/** How much of a refused body is still read, bytes, and for how long, milliseconds. */
const MOST = 256 * 1024 * 1024;
const PATIENCE = 10_000;

/**
 * Most clients read the answer only after they have sent everything: closing the connection before then would lose the
 * answer. So the rest of the body is read and dropped, up to a limit.
 */
export function readOutBodies(fastify: Pick<FastifyInstance, 'addHook'>): void {
  fastify.addHook('onSend', async ({ raw: request }, { raw: response }, payload) => {
    if (request.complete || !hasBody(request)) return payload;
    const over = closeLate(request, response)();
    if (isFollowedAtOnce(request)) await over;
    return payload;
  });
}

/**
 * To be called before the answer's head is written: Node would close right after the answer, whether or not the request
 * is over. The function that it returns is to be called when nothing more of the request is wanted: it reads and drops
 * what is still to come, and resolves once that is over or was too much.
 */
export function closeLate(request: IncomingMessage, response: ServerResponse): () => Promise<void> {
  const isToClose = !response.shouldKeepAlive && request.httpVersion === '1.1';
  if (isToClose) response.shouldKeepAlive = true;
  const drop = async () => {
    if (!request.complete && !request.destroyed && !(await isReadOut(request)))
      whenSent(response, () => request.socket.destroy());
    else if (isToClose) whenSent(response, () => request.socket.end());
  };
  let dropped: Promise<void> | undefined;
  return () => (dropped ??= drop());
}

/**
 * Whether the client may send its next request in one piece with this body's end, as soon as it is answered: Node drops
 * what follows the body of a request that asks for an upgrade, as Java's client does with each one. The answer must not
 * be sent before the body is over.
 */
export function isFollowedAtOnce(request: IncomingMessage): boolean {
  return request.headers.upgrade !== undefined;
}

function isReadOut(request: IncomingMessage): Promise<boolean> {
  return new Promise((resolve) => {
    let read = 0;
    const stop = () => {
      clearTimeout(late);
      resolve(request.complete);
    };
    const late = setTimeout(stop, PATIENCE);
    request
      .on('data', (chunk: Buffer) => {
        read += chunk.length;
        if (read > MOST) stop();
      })
      .on('error', () => undefined)
      .once('end', stop)
      .once('close', stop)
      .resume();
  });
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function whenSent(response: ServerResponse, act: () => void): void {
  if (response.writableFinished) act();
  else response.once('finish', act);
}
