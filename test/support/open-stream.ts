import { request, type IncomingMessage } from 'node:http';

/** A stream under way: lines are sent and the answer's lines are seen one by one. */
export interface OpenStream {
  write(bytes: string | Buffer): void;
  /** The answer's lines so far. */
  readonly lines: readonly string[];
  /** Resolves once the answer has that many lines. */
  answered(count: number): Promise<void>;
  /** Ends the stream; resolves when the whole answer is there, or rejects when it was cut off. */
  end(): Promise<readonly string[]>;
  /** Drops the connection. */
  drop(): void;
}

export function openStream(url: string, query = '', contentType = 'application/x-ndjson'): OpenStream {
  const lines: string[] = [];
  let rest = '';
  let changed: () => void = () => undefined;
  const asked = request(`${url}/v1/events${query}`, {
    method: 'POST',
    headers: { 'content-type': contentType },
  });
  const finished = new Promise<void>((resolve, reject) => {
    asked.on('error', reject);
    asked.on('response', (response: IncomingMessage) => {
      response.setEncoding('utf8');
      response.on('data', (text: string) => {
        const parts = (rest + text).split('\n');
        rest = parts.pop() ?? '';
        lines.push(...parts);
        changed();
      });
      response.on('error', reject);
      response.on('end', resolve);
    });
  });
  finished.catch(() => changed());
  asked.flushHeaders();
  return {
    lines,
    write: (bytes) => void asked.write(bytes),
    async answered(count) {
      while (lines.length < count) await new Promise<void>((resolve) => (changed = resolve));
    },
    async end() {
      asked.end();
      await finished;
      return lines;
    },
    drop: () => void asked.destroy(),
  };
}
