import { loadEvents } from '../../apps/simulator/src/index.js';
import { HttpConnection, postRequest } from './http-connection.js';
import type { Run } from './measure.js';
import type { BenchmarkedService } from './service.js';

export const CONNECTIONS = 64;
const POSTS = 20_000;
/** Sent before, so that the code is compiled. */
const WARM_UP = 4_000;

/** Requests that post one event each, made before anything is measured. */
export function preparedPosts(headers: Readonly<Record<string, string>> = {}): readonly Buffer[] {
  return [...loadEvents({ units: WARM_UP + POSTS })].map((event) =>
    postRequest('/v1/events', 'application/cloudevents+json', JSON.stringify(event), headers),
  );
}

/** Posts one event after the other over every connection. @throws when one is not accepted. */
export async function post(service: BenchmarkedService, requests: readonly Buffer[]): Promise<Run> {
  const connections = Array.from({ length: CONNECTIONS }, () => new HttpConnection(service.url));
  let next = 0;
  const postUntil = async (end: number, connection: HttpConnection): Promise<void> => {
    for (let request = requests[next]; request && next < end; request = requests[next]) {
      next += 1;
      const status = await connection.send(request);
      if (status !== 201) throw new Error(`an event was answered ${status}`);
    }
  };
  await Promise.all(connections.map((connection) => postUntil(WARM_UP, connection)));
  const before = await service.usage();
  const began = performance.now();
  await Promise.all(connections.map((connection) => postUntil(requests.length, connection)));
  const wall = performance.now() - began;
  const { cpu } = await service.usage();
  for (const connection of connections) connection.close();
  return { events: requests.length - WARM_UP, wall, cpu: cpu - before.cpu };
}
