import { readConfiguration } from '@plant-ledger/configuration';
import {
  logFile,
  openEventStore,
  START,
  type EventStore,
  type NewEvent,
  type StoredEvent,
  type StreamAppend,
} from '@plant-ledger/event-store';
import { EXIT, Failure } from '../failure.js';
import { grouped } from '../terminal/words.js';
import { exportedEvents } from './exported-lines.js';

/** Events appended together where the store keeps the order of events appended together. */
const TOGETHER = 1_000;

/**
 * Copies an exported log into the configured store, which must be empty: every event as it is in the file, in its order. The
 * file is read to its end before anything is written.
 */
export async function importFromExport(file: string, store: string | undefined): Promise<number> {
  const variables = store === undefined ? process.env : { ...process.env, LEDGER_EVENT_STORE: store };
  const { eventStore, streamPrefix } = readConfiguration(variables);
  const isFile = logFile(eventStore) !== undefined;
  const events = await checked(file, isFile);
  const target = await openEventStore(eventStore, { prefix: streamPrefix });
  try {
    await mustBeEmpty(target);
    let last: bigint = START;
    for await (const appends of isFile ? inGroups(exportedEvents(file)) : oneByOne(exportedEvents(file)))
      last = await append(target, appends);
    process.stdout.write(`${grouped(events)} events are in ${target.description} now, up to position ${last}.\n`);
    return EXIT.done;
  } finally {
    await target.close();
  }
}

/** How many events the file has; checks each of them. */
async function checked(file: string, isFile: boolean): Promise<number> {
  let count = 0;
  let closing: StoredEvent | undefined;
  let hasOtherNumbers = !isFile;
  for await (const event of exportedEvents(file)) {
    count += 1;
    if (event.position !== BigInt(count)) hasOtherNumbers = true;
    if (event.type === 'MonthClosed') closing ??= event;
  }
  if (count === 0) throw new Failure(`${file} has no events.`);
  if (closing && hasOtherNumbers)
    throw new Failure(
      `${file} has a closing of a month (position ${closing.position}), which names positions, and the new store would number ` +
        'its events otherwise: such a log can be moved from one file to another only.',
    );
  return count;
}

async function mustBeEmpty(target: EventStore): Promise<void> {
  const [opened] = await target.readStream('ledger', { limit: 1 });
  if (!opened && (target.engine !== 'sqlite' || (await target.head()) === START)) return;
  throw new Failure(
    `${target.description} has events already, and nothing was changed. An export goes into an empty store only: name another ` +
      'one, or take this one away first if an import into it was cut off.',
  );
}

async function append(target: EventStore, appends: readonly StreamAppend[]): Promise<bigint> {
  let last: bigint = START;
  for (const [index, result] of (await target.appendMany(appends)).entries()) {
    if (result.outcome !== 'appended')
      throw new Failure(
        `Somebody else writes to stream ${appends[index]?.stream ?? ''}: the import was cut off there.`,
      );
    last = result.positions.at(-1) ?? last;
  }
  return last;
}

/** A server keeps the order only of events appended one after the other. */
async function* oneByOne(events: AsyncIterable<StoredEvent>): AsyncGenerator<StreamAppend[]> {
  for await (const event of events) yield [appendOf(event)];
}

async function* inGroups(events: AsyncIterable<StoredEvent>): AsyncGenerator<StreamAppend[]> {
  let group: StreamAppend[] = [];
  for await (const event of events) {
    group.push(appendOf(event));
    if (group.length < TOGETHER) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}

function appendOf({ stream, revision, id, type, data, metadata }: StoredEvent): StreamAppend {
  const event: NewEvent = {
    id,
    type,
    data: JSON.parse(data) as NewEvent['data'],
    metadata: JSON.parse(metadata) as NewEvent['metadata'],
  };
  return { stream, expectedRevision: revision - 1, events: [event] };
}
