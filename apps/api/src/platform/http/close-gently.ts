import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** How long requests under way may take once the service is stopping, milliseconds. */
const PATIENCE = 10_000;
/** How long a new connection's first request may be on its way, milliseconds. */
const ON_ITS_WAY = 1_000;
/** How often connections that have become idle are closed, milliseconds. */
const EVERY = 20;

/**
 * Closes connections that were opened and have not sent anything, as browsers preconnect: to Node they are not idle. To
 * be called before the server listens.
 */
export function unusedConnections(server: Pick<Server, 'on'>): { close(): void } {
  const openedAt = new Map<Socket, number>();
  server.on('connection', (socket: Socket) => {
    openedAt.set(socket, performance.now());
    socket.once('close', () => openedAt.delete(socket));
  });
  return {
    close() {
      const before = performance.now() - ON_ITS_WAY;
      for (const [socket, at] of openedAt) if (socket.bytesRead === 0 && at < before) socket.destroy();
    },
  };
}

/** Stops accepting connections, lets requests under way finish, and closes; what takes too long is cut off. */
export async function closeGently(
  app: NestFastifyApplication,
  unused: ReturnType<typeof unusedConnections>,
): Promise<void> {
  const { server } = app.getHttpAdapter().getInstance();
  const idle = setInterval(() => {
    server.closeIdleConnections();
    unused.close();
  }, EVERY);
  const late = setTimeout(() => server.closeAllConnections(), PATIENCE);
  try {
    await app.close();
  } finally {
    clearInterval(idle);
    clearTimeout(late);
  }
}
