import {
  NO_STREAM,
  START,
  StoreRequestError,
  type Position,
  type ReadAllOptions,
  type Revision,
  type StoredEvent,
} from '../port.js';
import type { Bridge, WithBridge } from './bridge.js';
import { inTime, isStreamNotFound, READ_TIME } from './failure.js';
import type { StreamNames } from './streams.js';

/** A page costs nearly the same whatever its size, so pages are large. */
const PAGE_EVENTS = 10_000;
/** A page of large events ends once it has this many bytes. */
const PAGE_BYTES = 32_000_000;
/** Events requested for a small page: the server sends everything that was requested, even if the reader stops. */
const SMALL_PAGE_EVENTS = 1_000;

type Batches = ReturnType<Bridge['readAll']>;
type Recorded = NonNullable<(Batches extends AsyncIterable<(infer Event)[]> ? Event : never)['event']>;

/** Whether the event is one of those that were asked for. */
type Take = (recorded: Recorded) => boolean;

/** How much was read, and whether that was all there is of what was asked for. */
interface Read {
  readonly count: number;
  readonly whole: boolean;
}

export type Reading = ReturnType<typeof reading>;

/** Whether the server refuses a position because no event begins there. */
type IsRefused = (position: Position) => Promise<boolean>;

/** Reads through the client's native half: as fast as possible, and the bytes as they are stored. */
export function reading(withBridge: WithBridge, names: StreamNames, isRefused: IsRefused) {
  const common = { requiresLeader: true, resolvesLink: false };
  const readAll = (options: Parameters<Bridge['readAll']>[0], take: Take, bytes?: number): Promise<Read> =>
    withBridge((bridge) => each(bridge.readAll(options), take, bytes));
  const readStream = (
    stream: string,
    options: Parameters<Bridge['readStream']>[1],
    take: Take,
    bytes?: number,
  ): Promise<Read> =>
    withBridge((bridge) => each(orEmpty(bridge.readStream(names.full(stream), options)), take, bytes));

  const lastFrom = async (fromPosition: 'end' | { commit: Position; prepare: Position }): Promise<Position> => {
    let last = START;
    await readAll({ ...common, direction: 'backwards', fromPosition, maxCount: 1n }, (recorded) => {
      last = recorded.position?.commit ?? START;
      return true;
    });
    return last;
  };

  return {
    async page({ after, limit, bytes }: ReadAllOptions) {
      const wanted = Math.min(limit, bytes === undefined ? PAGE_EVENTS : SMALL_PAGE_EVENTS) + 1;
      // The server begins with the event at the position itself, so that one is read, too, and left out.
      const fromPosition = after === START ? 'start' : { commit: after, prepare: after };
      const options = { ...common, direction: 'forwards', fromPosition, maxCount: BigInt(wanted) };
      const events: StoredEvent[] = [];
      let next = after;
      const take = (recorded: Recorded): boolean => {
        const position = recorded.position?.commit ?? START;
        if (position <= next) return false;
        next = position;
        const event = toStored(recorded, names);
        if (event) events.push(event);
        return event !== undefined;
      };
      const { count, whole } = await readAll(options, take, bytes).catch(async (error: unknown) => {
        if (after !== START && (await isRefused(after)))
          throw new StoreRequestError(`No event of the log begins at position ${after}.`, { cause: error });
        throw error;
      });
      return { events, next, end: whole && count < wanted };
    },

    async stream(stream: string, from: Revision, limit: number, bytes?: number): Promise<readonly StoredEvent[]> {
      const events: StoredEvent[] = [];
      while (events.length < limit) {
        const wanted = Math.min(limit - events.length, bytes === undefined ? PAGE_EVENTS : SMALL_PAGE_EVENTS);
        const fromRevision = BigInt(from + events.length);
        const options = { ...common, direction: 'forwards', fromRevision, maxCount: BigInt(wanted) };
        const take = (recorded: Recorded): boolean => {
          const event = toStored(recorded, names);
          if (event) events.push(event);
          return event !== undefined;
        };
        const { count, whole } = await readStream(stream, options, take, bytes);
        if (bytes !== undefined || (whole && count < wanted)) break;
      }
      return events;
    },

    async lastRevision(stream: string): Promise<Revision> {
      const options = { ...common, direction: 'backwards', fromRevision: 'end', maxCount: 1n };
      let revision = NO_STREAM;
      await readStream(stream, options, (recorded) => {
        revision = Number(recorded.revision);
        return true;
      });
      return revision;
    },

    // Unfiltered: with a filter the server would search the log for our last event.
    head: () => lastFrom('end'),
    lastBefore: (position: Position) => lastFrom({ commit: position, prepare: position }),
  };
}

/** Consumes one read, which must always have a maximum count: breaking off does not stop it. */
async function each(batches: Batches, take: Take, most = Infinity): Promise<Read> {
  const iterator = batches[Symbol.asyncIterator]();
  let count = 0;
  let [read, taken] = [0, 0];
  while (read <= PAGE_BYTES) {
    const batch = await inTime(READ_TIME, iterator.next());
    if (batch.done === true) return { count, whole: true };
    for (const { event } of batch.value) {
      count += 1;
      if (!event) continue;
      const bytes = event.data.length + event.metadata.length;
      read += bytes;
      if (take(event)) taken += bytes;
      if (taken >= most) return { count, whole: false };
    }
  }
  return { count, whole: false };
}

async function* orEmpty(batches: Batches): AsyncGenerator<Batches extends AsyncIterable<infer Batch> ? Batch : never> {
  try {
    yield* batches;
  } catch (error) {
    if (!isStreamNotFound(error)) throw error;
  }
}

/** Undefined for an event that is not the ledger's. */
function toStored(recorded: Recorded, names: StreamNames): StoredEvent | undefined {
  const stream = names.own(recorded.streamId);
  if (stream === undefined || recorded.type.startsWith('$')) return undefined;
  return {
    id: recorded.id,
    type: recorded.type,
    stream,
    revision: Number(recorded.revision),
    position: recorded.position?.commit ?? START,
    data: text(recorded.data),
    metadata: text(recorded.metadata),
  };
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}
