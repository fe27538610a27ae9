import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { LEDGER_STREAM } from '@plant-ledger/domain';
import { parsePosition, type StoredEvent } from '@plant-ledger/event-store';
import { faultOf } from '@plant-ledger/read-model';
import { eventLine } from '../export/events.js';
import { Failure } from '../failure.js';

/**
 * The events of a file that `ledger export events` has written, each checked: no other fields on its line, each as it
 * was written, and every stream without a gap.
 * @throws Failure that names the first line that is wrong.
 */
export async function* exportedEvents(file: string): AsyncGenerator<StoredEvent> {
  const revisions = new Map<string, number>();
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: 0 })) {
    number += 1;
    const wrong = (why: string) => new Failure(`${file}, line ${number}: ${why}`);
    const event = eventOf(line);
    if (!event) throw wrong('it is no event as "ledger export events" writes it, byte for byte.');
    const { stream, revision, type } = event;
    if (number === 1 && stream !== LEDGER_STREAM)
      throw wrong('a log begins with LedgerOpened: export the whole of it, from its first event.');
    if (revision !== (revisions.get(stream) ?? -1) + 1)
      throw wrong(`${type} has revision ${revision} in stream ${stream}, and an event before it is missing.`);
    const fault = faultOf(event);
    if (fault !== undefined) throw wrong(fault);
    revisions.set(stream, revision);
    yield event;
  }
}

function eventOf(line: string): StoredEvent | undefined {
  try {
    const read = JSON.parse(line) as Record<keyof StoredEvent, unknown>;
    const { stream, type, id, revision } = read;
    const position = parsePosition(String(read.position));
    if (typeof stream !== 'string' || typeof type !== 'string' || typeof id !== 'string') return undefined;
    if (typeof revision !== 'number' || position === undefined) return undefined;
    const [data, metadata] = [JSON.stringify(read.data), JSON.stringify(read.metadata)];
    const event = { position, stream, revision, type, id, data, metadata };
    return eventLine(event) === line ? event : undefined;
  } catch {
    return undefined;
  }
}
