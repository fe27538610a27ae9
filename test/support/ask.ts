import { pipeline } from 'node:stream/promises';
import { request, type Agent, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Asking {
  readonly method?: string;
  readonly headers?: OutgoingHttpHeaders;
  /** Given as chunks, it is sent as they come. */
  readonly body?: string | Buffer | AsyncIterable<Buffer | string>;
  readonly agent?: Agent;
}

/** One HTTP request and its whole answer, over a real connection. */
export function ask(url: string, { method = 'GET', headers = {}, body, agent }: Asking = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { method, headers, agent }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const whole = Buffer.concat(chunks).toString('utf8');
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: whole });
      });
    });
    asked.on('error', reject);
    if (body === undefined || typeof body === 'string' || Buffer.isBuffer(body)) asked.end(body);
    else pipeline(body, asked).catch(reject);
  });
}

/** What a JSON answer says. */
export function said({ body }: Answer) {
  return JSON.parse(body);
}

/** What an NDJSON answer says, line by line. */
export function linesOf({ body }: Answer) {
  return body
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}
