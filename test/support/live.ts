import { request, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';

/** A server-sent event as a client reads it. */
export interface LiveEvent {
  readonly id: string | undefined;
  readonly event: string;
  // eslint is told in its configuration that what comes over HTTP is looked into without a type.
  readonly data: ReturnType<typeof JSON.parse>;
}

/** A client of `/v1/live`, with all it has been told so far. */
export interface LiveConnection {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Events of the log. */
  readonly reported: readonly LiveEvent[];
  /** What it was told of the figures' position. */
  readonly positions: readonly LiveEvent[];
  readonly comments: readonly string[];
  /** The answer as it came. */
  text(): string;
  /** The id that a browser would come again with. */
  lastId(): string | undefined;
  readonly isOver: boolean;
  /** Resolves when the other side has ended it, or it was dropped. */
  readonly over: Promise<void>;
  /** Stops reading, and reads on. */
  pause(): void;
  resume(): void;
  drop(): void;
}

export function openLive(
  url: string,
  { query = '', after }: { readonly query?: string; readonly after?: string | undefined } = {},
): Promise<LiveConnection> {
  return new Promise((resolve, reject) => {
    const headers = { accept: 'text/event-stream', ...(after === undefined ? {} : { 'last-event-id': after }) };
    const asked = request(`${url}/v1/live${query}`, { headers, agent: false }, (response) => {
      resolve(following(response));
    });
    asked.once('error', reject);
    asked.end();
  });
}

function following(response: IncomingMessage): LiveConnection {
  const reported: LiveEvent[] = [];
  const positions: LiveEvent[] = [];
  const comments: string[] = [];
  let whole = '';
  let rest = '';
  let lastId: string | undefined;
  let isOver = false;
  const over = new Promise<void>((resolve) => {
    const end = () => {
      isOver = true;
      resolve();
    };
    response.on('end', end).on('error', end).on('close', end);
  });
  response.setEncoding('utf8').on('data', (text: string) => {
    whole = (whole + text).slice(-4_096);
    const parts = (rest + text).split('\n\n');
    rest = parts.pop() ?? '';
    for (const part of parts) {
      lastId = /^id: (.*)$/m.exec(part)?.[1] ?? lastId;
      if (part.startsWith(':')) comments.push(part.slice(1).trim());
      else if (part.includes('data: ')) {
        const event = read(part);
        (event.event === 'position' ? positions : reported).push(event);
      }
    }
  });
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    reported,
    positions,
    comments,
    text: () => whole,
    lastId: () => lastId,
    get isOver() {
      return isOver;
    },
    over,
    pause: () => void response.pause(),
    resume: () => void response.resume(),
    drop: () => void response.destroy(),
  };
}

function read(part: string): LiveEvent {
  const fields = new Map(
    part.split('\n').map((line) => {
      const colon = line.indexOf(': ');
      return [line.slice(0, colon), line.slice(colon + 2)] as const;
    }),
  );
  return { id: fields.get('id'), event: fields.get('event') ?? 'message', data: JSON.parse(fields.get('data') ?? '') };
}
