import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { onceClosed } from '../http/once-closed.js';
import { ProblemException } from '../http/problem.js';

/** Shorter answers are always sent, and not counted, bytes: a connection buffers as much without being read. */
const LITTLE = 65_536;
/** What long answers that are not yet sent may hold together, bytes; those that must go out may hold as much again. */
const MOST = 64 * 1024 * 1024;
/** Headers that describe the answer that is not given. */
const OF_THE_ANSWER = ['etag', 'cache-control', 'vary'];

type Done = (error?: Error | null, payload?: unknown) => void;

/**
 * Answers that are in memory as a whole until their clients have read them; a streamed answer waits for its client
 * instead.
 */
export class LongAnswers {
  held = 0;
  refused = 0;
  readonly #bySocket = new Map<Socket, number>();

  constructor(readonly most = MOST) {}

  /** For Fastify's `onSend`: replaces an answer that there is no room for by a problem. */
  bound(request: FastifyRequest, reply: FastifyReply, payload: unknown, done: Done): void {
    const bytes = request.method === 'HEAD' ? 0 : bytesOf(payload);
    const { socket } = request.raw;
    if (bytes <= LITTLE || socket.destroyed) return done(null, payload);
    if (this.held + bytes <= (mustGoOut(request) ? 2 * this.most : this.most)) {
      this.#hold(socket, reply.raw, bytes);
      return done(null, payload);
    }
    this.refused += 1;
    for (const name of OF_THE_ANSWER) reply.removeHeader(name);
    const { problem, headers } = noRoom();
    void reply.status(problem.status).headers({ ...headers, 'content-type': 'application/problem+json' });
    done(null, JSON.stringify(problem));
  }

  #hold(socket: Socket, response: ServerResponse, bytes: number): void {
    // An answer that waits behind others of its connection gets no event when the socket closes.
    if (!this.#bySocket.has(socket))
      socket.once('close', () => {
        this.held -= this.#bySocket.get(socket) ?? 0;
        this.#bySocket.delete(socket);
      });
    this.#add(socket, bytes);
    onceClosed(response, () => {
      if (this.#bySocket.has(socket)) this.#add(socket, -bytes);
    });
  }

  #add(socket: Socket, bytes: number): void {
    this.held += bytes;
    this.#bySocket.set(socket, (this.#bySocket.get(socket) ?? 0) + bytes);
  }
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
