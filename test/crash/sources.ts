import { Agent } from 'node:http';
import { loadEvents, type CloudEvent } from '../../apps/simulator/src/index.js';
import { seededRandom } from '../../apps/simulator/src/random.js';
import { ask, said } from '../support/ask.js';
import { eventIdFor } from '../support/events.js';
import { streamLines } from './streaming.js';

/** What a source knows of an event it has sent. */
export interface Sent {
  readonly event: CloudEvent;
  /** It names a plant that is not registered, and is to wait in quarantine. */
  readonly refused: boolean;
  acknowledged: boolean;
  /** Where the answer said it stands. */
  position?: string | undefined;
}

/** Everything sent in one round, by eventId, in an order in which it can be sent again. */
export type Journal = Map<string, Sent>;

export interface Sources {
  readonly journal: Journal;
  /** What they were answered, by status. */
  readonly statuses: Map<number, number>;
  /** Resolves at the very answer that makes it so many events acknowledged; rejects when there will not be so many. */
  acknowledged(number: number): Promise<void>;
  /** No new request is begun; resolves when those under way are over. */
  stop(): Promise<void>;
}

export interface SourcesOptions {
  readonly url: string;
  readonly seed: number;
  /** Number of the first vehicle; at most `VEHICLES` on from there are used. */
  readonly first: number;
  /** Lines of each stream, and whether they pour in or come in small chunks. */
  readonly streamed: number;
  readonly pouring: boolean;
  /** They go on after an error, sending other events. */
  readonly stubborn?: boolean;
}

export const VEHICLES = 100_000;
const BATCH_UNITS = 40;

/** Sources of every kind at once: single posts over six connections, batches over two, and one stream after the other. */
export function startSources(options: SourcesOptions): Sources {
  const { url, first, streamed, pouring, stubborn = false } = options;
  const agent = new Agent({ keepAlive: true });
  const journal: Journal = new Map();
  const statuses = new Map<number, number>();
  const random = seededRandom(options.seed);
  let next = first;
  let stopping = false;
  let answered = 0;
  let awaited = { count: Infinity, report: (): void => undefined };

  const noted = (event: CloudEvent, refused = false): CloudEvent => {
    journal.set(eventIdFor(event), { event, refused, acknowledged: false });
    return event;
  };
  const lives = (units: number): CloudEvent[] => {
    const events = [...loadEvents({ units, first: next, deliver: true })];
    next += units;
    return events.map((event) => noted(event));
  };
  const acknowledge = (eventId: string, position?: string): void => {
    const sent = journal.get(eventId);
    if (!sent) throw new Error(`nobody sent ${eventId}`);
    sent.acknowledged = true;
    sent.position ??= position;
    answered += 1;
    if (answered >= awaited.count) awaited.report();
  };
  const count = (status: number): void => void statuses.set(status, (statuses.get(status) ?? 0) + 1);
  const post = async (contentType: string, body: unknown) => {
    const headers = { 'content-type': contentType };
    const answer = await ask(`${url}/v1/events`, { method: 'POST', headers, body: JSON.stringify(body), agent });
    count(answer.status);
    return answer;
  };

  const single = async (): Promise<void> => {
    for (const event of lives(1)) {
      const answer = await post('application/cloudevents+json', event);
      if (answer.status === 201) acknowledge(said(answer).eventId, said(answer).position);
    }
  };
  const batch = async (): Promise<void> => {
    const events = lives(BATCH_UNITS);
    const [any] = events;
    if (any) events.push(noted({ ...any, id: `${any.id}-nowhere`, data: { ...any.data, plant: 'nowhere' } }, true));
    const answer = await post('application/cloudevents-batch+json', events);
    if (answer.status !== 200) return;
    for (const { result, eventId, position } of said(answer).results)
      if (result === 'accepted' || result === 'quarantined') acknowledge(eventId, position);
  };
  const stream = async (): Promise<void> => {
    const events = lives(Math.floor(streamed / 2));
    let counted = 0;
    const heard = (text: string): void => {
      const line = JSON.parse(text);
      if (!('accepted' in line || 'progress' in line)) return;
      const read = line.progress?.read ?? events.length;
      for (; counted < read; counted += 1) acknowledge(eventIdFor(events[counted] ?? never()));
    };
    count(await streamLines(`${url}/v1/events`, agent, chunks(events), heard));
  };
  async function* chunks(events: readonly CloudEvent[]): AsyncGenerator<string> {
    for (let start = 0; start < events.length; start += 200) {
      const lines = events.slice(start, start + 200).map((event) => `${JSON.stringify(event)}\n`);
      yield lines.join('');
      if (!pouring) await pause(random() * 15);
    }
  }

  const source = async (work: () => Promise<void>): Promise<void> => {
    while (!stopping && next < first + VEHICLES) {
      try {
        await work();
      } catch (error) {
        if (!isBroken(error)) throw error;
        if (!stubborn) return;
        await pause(50);
      }
    }
  };
  const kinds = [single, single, single, single, single, single, batch, batch, stream];
  const working = Promise.all(kinds.map(source));
  working.catch(() => undefined);
  return {
    journal,
    statuses,
    acknowledged: (number) =>
      Promise.race([
        new Promise<void>((report) => (awaited = { count: number, report })),
        working.then(() => Promise.reject(new Error(`only ${answered} of ${number} events were acknowledged`))),
      ]),
    async stop() {
      stopping = true;
      await working;
      agent.destroy();
    },
  };
}

/** The connection went away, and with it the answer. */
function isBroken(error: unknown): boolean {
  const { code, message } = error as { readonly code?: string; readonly message?: string };
  return /^(ECONNRESET|ECONNREFUSED|EPIPE)$/.test(code ?? '') || /socket hang up|aborted|cut off/.test(message ?? '');
}

const pause = (milliseconds: number) => new Promise((wake) => setTimeout(wake, milliseconds));

function never(): never {
  throw new Error('more was counted than was sent');
}
