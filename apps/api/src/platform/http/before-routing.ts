import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ANSWER_HEADERS } from './answer-headers.js';
import { asProblem, ProblemException, problemOf } from './problem.js';

/**
 * What never reaches a route is answered as a problem, too: paths that cannot be decoded, and what is no HTTP at all.
 */

/** 80 characters of four bytes each, percent-encoded: the longest segment of a path. */
export const LONGEST_NAME_IN_PATH = 80 * 4 * 3;

/** For Fastify's `frameworkErrors`. */
export function answerFrameworkError(error: Error, request: FastifyRequest, reply: FastifyReply): void {
  const problem = asProblem(error);
  const headers = { ...ANSWER_HEADERS, 'content-type': 'application/problem+json', 'x-request-id': request.id };
  void reply
    .status(problem.getStatus())
    .headers({ ...headers, ...problem.headers })
    .send(bodyOf(problem));
}

/** For Fastify's `clientErrorHandler`: the parser could not read what came over the connection. */
export function answerClientError(error: Error & { readonly code?: string }, socket: Socket): void {
  const { _httpMessage: answering } = socket as { readonly _httpMessage?: ServerResponse };
  if (error.code !== 'ECONNRESET' && socket.writable && !answering?.headersSent) {
    const problem = unreadable(error.code);
    const body = bodyOf(problem);
    const status = problem.getStatus();
    socket.write(
      `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Error'}\r\ncontent-type: application/problem+json\r\n` +
        `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
    );
  }
  socket.destroySoon();
}

/** Node itself would answer an unknown Expect header, and CONNECT, without a body. */
export function answerOddRequests(server: Server): void {
  server.on('checkExpectation', (_request: IncomingMessage, response: ServerResponse) => {
    const problem = new ProblemException(417, 'expectation-failed', 'Expect: 100-continue is the only one understood.');
    response.writeHead(417, { 'content-type': 'application/problem+json', connection: 'close' }).end(bodyOf(problem));
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
  answerFrameworkError(new ProblemException(400, 'malformed-request', 'The Host header is missing.'), request, reply);
  await reply;
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

export function bodyOf(problem: ProblemException): string {
  return JSON.stringify(problemOf(problem.getStatus(), problem.code, problem.detail));
}
