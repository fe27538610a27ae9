import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { bodyOf } from '../http/before-routing.js';
import { onceClosed } from '../http/once-closed.js';
import { ProblemException } from '../http/problem.js';

/** What is no longer goes out in any case, and is not counted, bytes: a connection takes as much without being read from. */
const LITTLE = 65_536;
/** What long answers that were made and not yet sent may take together, bytes; those that must go out may take as much again. */
const MOST = 64 * 1024 * 1024;
/** They describe the answer that is not given. */
const OF_THE_ANSWER = ['etag', 'cache-control', 'vary'];

/** Answers that are in memory as a whole until their clients have read them; what is streamed waits for its client instead. */
export interface LongAnswers {
  readonly most: number;
  /** Bytes that are held now. */
  readonly held: number;
  /** How many were not given, as there was no room. */
  readonly refused: number;
  /** For Fastify's `onSend`: puts a problem in the place of what there is no room for. */
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
    // An answer that waits behind others of its connection is never told that this was closed.
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

/** What was sent has been worked on already; and whoever looks after the service is to see what is the matter. */
function mustGoOut({ method, routeOptions }: FastifyRequest): boolean {
  return method !== 'GET' || routeOptions.url === '/metrics';
}

/** Of a stream none: it waits for its client. */
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
