import { connect, type Socket } from 'node:net';

/** A bare connection, for what no HTTP client would send. */
export interface RawConnection {
  readonly socket: Socket;
  /** All that has been answered so far. */
  received(): string;
  /** Resolves when the other side has closed it, or it broke. */
  readonly closed: Promise<void>;
}

export function openRaw(url: string): Promise<RawConnection> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port) });
    const chunks: Buffer[] = [];
    const closed = new Promise<void>((gone) => socket.once('close', () => gone()));
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.on('error', () => undefined);
      resolve({ socket, received: () => Buffer.concat(chunks).toString('latin1'), closed });
    });
  });
}

/** The head of a POST of events whose body comes in chunks. */
export const chunkedHead = (contentType: string, query = ''): string =>
  `POST /v1/events${query} HTTP/1.1\r\nhost: localhost\r\ncontent-type: ${contentType}\r\ntransfer-encoding: chunked\r\n\r\n`;

export const chunk = (bytes: string): string => `${Buffer.byteLength(bytes).toString(16)}\r\n${bytes}\r\n`;
