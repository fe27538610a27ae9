import type { Random } from './random.js';

const HOST = 'Host: localhost\r\n';
const POST = `POST /v1/events HTTP/1.1\r\n${HOST}Content-Type: application/cloudevents+json\r\n`;

const PAYLOADS = [
  'GET / HTTP/1.1\r\n\r\n',
  'GET /livez HTTP/1.0\r\n\r\n',
  'GET /livez HTTP/0.9\r\n\r\n',
  'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003',
  `BREW /v1/events HTTP/1.1\r\n${HOST}\r\n`,
  `CONNECT ledger:443 HTTP/1.1\r\n${HOST}\r\n`,
  `TRACE / HTTP/1.1\r\n${HOST}\r\n`,
  `OPTIONS * HTTP/1.1\r\n${HOST}\r\n`,
  `GET http://elsewhere/livez HTTP/1.1\r\n${HOST}\r\n`,
  `GET /livez HTTP/1.1\r\n${HOST}${HOST}\r\n`,
  `GET /livez HTTP/1.1\r\n${HOST}no colon here\r\n\r\n`,
  `GET /livez HTTP/1.1\r\n${HOST}folded: a\r\n b\r\n\r\n`,
  `GET /livez HTTP/1.1\r\n${HOST}nul: a\u0000b\r\n\r\n`,
  `GET /${'x'.repeat(70_000)} HTTP/1.1\r\n${HOST}\r\n`,
  `GET /livez HTTP/1.1\r\n${HOST}${'x: y\r\n'.repeat(5_000)}\r\n`,
  `GET /livez HTTP/1.1\r\n${HOST}Upgrade: websocket\r\nConnection: Upgrade\r\n\r\n`,
  `GET /livez HTTP/1.1\r\n${HOST}Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABk\r\n\r\n`,
  `${POST}Content-Length: -1\r\n\r\n`,
  `${POST}Content-Length: 99999999999999999999999\r\n\r\n`,
  `${POST}Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello`,
  `${POST}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
  `${POST}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n`,
  `${POST}Transfer-Encoding: chunked\r\n\r\nzz\r\nnonsense\r\n0\r\n\r\n`,
  `${POST}Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\nx`,
  `${POST}Expect: the-unexpected\r\nContent-Length: 2\r\n\r\n{}`,
  `${POST}Expect: 100-continue\r\nContent-Length: 2\r\n\r\n{}`,
  `GET /livez HTTP/1.1\r\n${HOST}\r\n`.repeat(20),
  '\r\n\r\n\r\n',
];

/** Bytes that no HTTP client would send, or that are no HTTP at all. */
export function notHttp(random: Random): Buffer {
  if (random.chance(0.3)) return random.bytes(1 + random.below(300));
  const payload = Buffer.from(random.of(PAYLOADS), 'latin1');
  if (random.chance(0.6)) return payload;
  const at = random.below(payload.length);
  return Buffer.concat([payload.subarray(0, at), random.bytes(1 + random.below(3)), payload.subarray(at + 1)]);
}
