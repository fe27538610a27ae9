import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ANSWER_HEADERS } from './answer-headers.js';
import { asProblem, ProblemException } from './problem.js';

/**
 * What never reaches a route is answered as a problem, too: paths that cannot be decoded, and what is no HTTP at all.
 */

/** 80 characters of four bytes each, percent-encoded: the longest segment of a path. */
export const LONGEST_NAME_IN_PATH = 80 * 4 * 3;

/** For Fastify's `frameworkErrors`. */
export function answerFrameworkError(error: Error, request: FastifyRequest, reply: FastifyReply): void {
  const { problem, headers } = asProblem(error);
  const usual = { ...ANSWER_HEADERS, 'content-type': 'application/problem+json', 'x-request-id': request.id };
  void reply
    .status(problem.status)
    .headers({ ...usual, ...headers })
    .send(JSON.stringify(problem));
}

/** For hooks that end a request before its route. */
export async function refuse(problem: ProblemException, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  answerFrameworkError(problem, request, reply);
  await reply;
}

/** For Fastify's `clientErrorHandler`: the parser could not read what came over the connection. */
export function answerClientError(error: Error & { readonly code?: string }, socket: Socket): void {
  const { _httpMessage: answering } = socket as { readonly _httpMessage?: ServerResponse };
  if (error.code !== 'ECONNRESET' && socket.writable && !answering?.headersSent) {
    const { problem } = unreadable(error.code);
    const body = JSON.stringify(problem);
    socket.write(
      `HTTP/1.1 ${problem.status} ${problem.title}\r\ncontent-type: application/problem+json\r\n` +
        `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
    );
  }
  socket.destroySoon();
}

/** Node itself would answer an unknown Expect header, and CONNECT, without a body. */
export function answerOddRequests(server: Server): void {
  server.on('checkExpectation', (_request: IncomingMessage, response: ServerResponse) => {
    const why = 'Expect: 100-continue is the only one understood.';
    const { problem } = new ProblemException(417, 'expectation-failed', why);
    const headers = { 'content-type': 'application/problem+json', connection: 'close' };
    response.writeHead(417, headers).end(JSON.stringify(problem));
  });
  server.on('connect', (_request: IncomingMessage, socket: Socket) => {
    answerClientError(new Error('CONNECT'), socket);
  });
}

/**
 * For Fastify's `onRequest`: RFC 9112 (3.2) refuses an HTTP/1.1 request without a Host; Node would do so without a
 * body.
 */
export async function refuseWithoutHost(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  if (request.headers.host !== undefined || request.raw.httpVersion !== '1.1') return;
  await refuse(new ProblemException(400, 'malformed-request', 'The Host header is missing.'), request, reply);
}

function unreadable(code: string | undefined): ProblemException {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return new ProblemException(431, 'headers-too-large', 'The path and headers are longer than 16 KiB together.');
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new ProblemException(408, 'request-timeout', 'The headers did not arrive in time.');
    default:
      return new ProblemException(400, 'malformed-request', 'This is not an HTTP/1.1 request that can be understood.');
  }
}
