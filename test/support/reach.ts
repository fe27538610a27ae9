import { Agent } from 'node:http';
import { ask, linesOf, said, type Answer } from './ask.js';
import type { Engine } from './engines.js';
import { senderTo, type Sender } from './send.js';

/** The real service on a port and a log of its own. */
export interface TestService {
  readonly url: string;
  /** Where its files are. */
  readonly folder: string;
  readonly send: Sender;
  get(path: string): Promise<Answer>;
  post(path: string, body?: unknown): Promise<Answer>;
  /** A path's answer, once the read model knows everything that is in the log now. */
  read(path: string): Promise<ReturnType<typeof said>>;
  /** The events of the log, or of one stream, as `GET /v1/log` tells them. */
  log(stream?: string): Promise<ReturnType<typeof linesOf>>;
  close(): Promise<void>;
}

/** How tests talk to a running service; `close` ends it. */
export async function reach(
  url: string,
  folder: string,
  engine: Engine,
  close: () => Promise<void>,
): Promise<TestService> {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const get = (path: string) => ask(url + path, { agent });
  const endOfLog = async (): Promise<string> => {
    for (let attempt = 0; attempt < 10; attempt += 1) {
      const { head } = said(await get('/v1/status'));
      // A busy server may take longer to say it than a status waits for.
      if (head !== null) return String(head);
    }
    throw new Error('the event store does not say where its log ends');
  };
  // On a shared server the log holds other runs' events too: only what follows here is this ledger's.
  const start = await endOfLog();
  let last = start;
  let lookedTo = start;
  // The head of a shared server is moved by its other users too, so there the ledger's own last event is looked for.
  const head = async (): Promise<string> => {
    const end = await endOfLog();
    if (engine === 'sqlite') return end;
    const [, position] = /"position":"(\d+)"[^\n]*\n?$/.exec((await get(`/v1/log?after=${lookedTo}`)).body) ?? [];
    // What others have written up to here need not be read again.
    lookedTo = end;
    return (last = position ?? last);
  };
  return {
    url,
    folder,
    send: senderTo(url, agent),
    get,
    post: (path, body) =>
      ask(url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: body === undefined ? undefined : JSON.stringify(body),
        agent,
      }),
    async read(path) {
      const asked = `${path}${path.includes('?') ? '&' : '?'}minPosition=${await head()}`;
      let answer = await get(asked);
      // A busy machine may need longer than an answer waits; the answer says to ask again.
      for (let more = 0; more < 5 && answer.body.includes('"code":"not-caught-up"'); more += 1)
        answer = await get(asked);
      if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.body}`);
      return said(answer);
    },
    async log(stream) {
      const scope = stream === undefined ? `after=${start}` : `stream=${encodeURIComponent(stream)}`;
      const answer = await get(`/v1/log?${scope}`);
      if (answer.status !== 200) throw new Error(`The log was answered ${answer.status}: ${answer.body}`);
      return linesOf(answer);
    },
    async close() {
      agent.destroy();
      await close();
    },
  };
}
