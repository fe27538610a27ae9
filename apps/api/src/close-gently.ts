import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** How long requests that are under way may take to end once the service is told to stop, milliseconds. */
const PATIENCE = 10_000;
/** How often connections are looked for that have nothing under way any more, milliseconds. */
const EVERY = 20;

/** Takes no more connections, lets what is under way be answered, and closes; what takes too long is cut off. */
export async function closeGently(app: NestFastifyApplication): Promise<void> {
  const { server } = app.getHttpAdapter().getInstance();
  const idle = setInterval(() => server.closeIdleConnections(), EVERY);
  const late = setTimeout(() => server.closeAllConnections(), PATIENCE);
  try {
    await app.close();
  } finally {
    clearInterval(idle);
    clearTimeout(late);
  }
}
