import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { server } from './real-server.js';

const PLAIN = /^(?:kurrentdb|esdb):\/\/(?:[^@/]*@)?([^:,/?]+):(\d+)\/?\?(?:.*&)?tls=false/;

/** Whether a bad line can be put before the server: one node, and no certificate that would not fit. */
export const canHaveBadLine = PLAIN.test(server);

/** A connection to the server that can be made to fail. */
export interface BadLine {
  /** The connection string through it. */
  readonly url: string;
  /** Breaks every connection; new ones are welcome. */
  cut(): void;
  /** Holds back what the server says, while it still hears everything. */
  mute(isMute: boolean): void;
  /** Takes it down, so that connections are refused, or up again. */
  down(): Promise<void>;
  up(): Promise<void>;
  close(): Promise<void>;
}

export async function badLine(): Promise<BadLine> {
  const [, host = '', port = ''] = PLAIN.exec(server) ?? [];
  const pairs = new Set<{ readonly near: Socket; readonly far: Socket }>();
  let muted = false;
  const listener = createServer((near) => {
    const far = connect(Number(port), host);
    const pair = { near, far };
    pairs.add(pair);
    const end = (): void => {
      pairs.delete(pair);
      near.destroy();
      far.destroy();
    };
    for (const socket of [near, far]) socket.on('error', end).on('close', end);
    near.on('data', (bytes) => far.write(bytes));
    far.on('data', (bytes) => {
      if (!muted) near.write(bytes);
    });
  });
  const listen = async (on: number): Promise<void> => {
    listener.listen(on, '127.0.0.1');
    await once(listener, 'listening');
  };
  await listen(0);
  const own = (listener.address() as AddressInfo).port;
  const cut = (): void => {
    for (const { near } of pairs) near.resetAndDestroy();
  };
  const down = async (): Promise<void> => {
    const closed = once(listener, 'close');
    listener.close();
    cut();
    await closed;
  };
  return {
    url: `kurrentdb://127.0.0.1:${own}?tls=false`,
    cut,
    mute(isMute) {
      muted = isMute;
    },
    down,
    up: () => listen(own),
    async close() {
      if (listener.listening) await down();
    },
  };
}
