import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { bodyOf } from '../http/before-routing.js';
import { onceClosed } from '../http/once-closed.js';
import { ProblemException } from '../http/problem.js';

/** Shorter answers are always sent, and not counted, bytes: a connection buffers as much without being read. */
const LITTLE = 65_536;
/** What long answers that are not yet sent may hold together, bytes; those that must go out may hold as much again. */
const MOST = 64 * 1024 * 1024;
/** Headers that describe the answer that is not given. */
const OF_THE_ANSWER = ['etag', 'cache-control', 'vary'];

/**
 * Answers that are in memory as a whole until their clients have read them; a streamed answer waits for its client
 * instead.
 */
export interface LongAnswers {
  readonly most: number;
  readonly held: number;
  readonly refused: number;
  /** For Fastify's `onSend`: replaces an answer that there is no room for by a problem. */
  bound(request: FastifyRequest, reply: FastifyReply, payload: unknown, done: Done): void;
}

type Done = (error?: Error | null, payload?: unknown) => void;

export function createLongAnswers(most = MOST): LongAnswers {
  let [held, refused] = [0, 0];
  const bySocket = new Map<Socket, number>();
  const add = (socket: Socket, bytes: number) => {
    held += bytes;
    bySocket.set(socket, (bySocket.get(socket) ?? 0) + bytes);
  };
  const hold = (socket: Socket, response: ServerResponse, bytes: number) => {
    // An answer that waits behind others of its connection gets no event when the socket closes.
    if (!bySocket.has(socket))
      socket.once('close', () => {
        held -= bySocket.get(socket) ?? 0;
        bySocket.delete(socket);
      });
    add(socket, bytes);
    onceClosed(response, () => {
      if (bySocket.has(socket)) add(socket, -bytes);
    });
  };
  return {
    most,
    get held() {
      return held;
    },
    get refused() {
      return refused;
    },
    bound(request, reply, payload, done) {
      const bytes = request.method === 'HEAD' ? 0 : bytesOf(payload);
      const { socket } = request.raw;
      if (bytes <= LITTLE || socket.destroyed) return done(null, payload);
      if (held + bytes <= (mustGoOut(request) ? 2 * most : most)) {
        hold(socket, reply.raw, bytes);
        return done(null, payload);
      }
      refused += 1;
      for (const name of OF_THE_ANSWER) reply.removeHeader(name);
      const problem = noRoom();
      void reply
        .status(problem.getStatus())
        .headers({ ...problem.headers, 'content-type': 'application/problem+json' });
      done(null, bodyOf(problem));
    },
  };
}

/** A write has been carried out already; and operators must see what is the matter. */
function mustGoOut({ method, routeOptions }: FastifyRequest): boolean {
  return method !== 'GET' || routeOptions.url === '/metrics';
}

/** 0 for a stream: it waits for its client. */
function bytesOf(payload: unknown): number {
  return typeof payload === 'string' || Buffer.isBuffer(payload) ? Buffer.byteLength(payload) : 0;
}

function noRoom(): ProblemException {
  return new ProblemException(
    503,
    'too-many-answers',
    'As many long answers as are kept at one time are on their way, unread by those who asked. Ask again in a moment, or for less.',
    { headers: { 'retry-after': '5' } },
  );
}
