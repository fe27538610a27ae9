import { request, type Agent } from 'node:http';
import { createInterface } from 'node:readline';

/**
 * Sends a body as it comes and hands over the answer's lines as they come, so that what was said before the connection
 * broke is known. Resolves to the status when the answer is whole.
 */
export function streamLines(
  url: string,
  agent: Agent,
  chunks: AsyncIterable<string>,
  heard: (line: string) => void,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/x-ndjson' };
    const asked = request(url, { method: 'POST', headers, agent }, (response) => {
      response.on('error', reject);
      const lines = createInterface(response);
      lines.on('line', heard);
      lines.on('close', () => {
        if (response.complete) resolve(response.statusCode ?? 0);
        else reject(new Error('the answer was cut off'));
      });
    });
    asked.on('error', reject);
    void write(asked, chunks);
  });
}

async function write(asked: ReturnType<typeof request>, chunks: AsyncIterable<string>): Promise<void> {
  let go: () => void = () => undefined;
  asked.on('drain', () => go()).on('close', () => go());
  for await (const chunk of chunks) {
    if (asked.destroyed) return;
    if (!asked.write(chunk)) await new Promise<void>((resolve) => (go = resolve));
  }
  asked.end();
}
