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
  fastify.addHook('onSend', (request, reply, _payload, done) => {
    readOut(request.raw, reply.raw);
    done();
  });
}

function readOut(request: IncomingMessage, response: ServerResponse): void {
  if (!request.complete && hasBody(request)) closeLate(request, response)();
}

/**
 * To be called before the answer's head is written: Node would close right after the answer. The function that it
 * returns is to be called when nothing more of the request is wanted.
 */
export function closeLate(request: IncomingMessage, response: ServerResponse): () => void {
  const isToClose = !response.shouldKeepAlive && request.httpVersion === '1.1';
  if (isToClose) response.shouldKeepAlive = true;
  const close = () => {
    if (isToClose) whenSent(response, () => request.socket.end());
  };
  return () => {
    if (request.complete) close();
    else if (!request.destroyed) drop(request, close);
  };
}

function drop(request: IncomingMessage, over: () => void): void {
  const cut = () => request.socket.destroy();
  const late = setTimeout(cut, PATIENCE);
  const inTime = () => {
    clearTimeout(late);
  };
  let read = 0;
  request
    .on('data', (chunk: Buffer) => {
      read += chunk.length;
      if (read > MOST) cut();
    })
    .on('error', () => undefined)
    .once('end', inTime)
    .once('end', over)
    .once('close', inTime)
    .resume();
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function whenSent(response: ServerResponse, act: () => void): void {
  if (response.writableFinished) act();
  else response.once('finish', act);
}
