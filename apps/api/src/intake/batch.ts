import type { BatchResult } from '@plant-ledger/contract';
import {
  count,
  inSlices,
  LIMITS,
  noCounts,
  parseJson,
  resultOf,
  resultOfNoEvent,
  shapeOfValue,
  type NotAnEvent,
} from '@plant-ledger/intake';
import type { Incoming, Outcome } from '@plant-ledger/ledger';
import { ProblemException } from '../platform/http/problem.js';
import { notAnEventProblem } from './single.js';

/** Parses one JSON text. @throws ProblemException that says why it cannot be read. */
export function jsonOf(body: Buffer, mostValues?: number): unknown {
  const read = parseJson(body, mostValues);
  if (read.ok) return read.value;
  throw notAnEventProblem({ kind: 'not-an-event', code: read.code, detail: `The body cannot be read. ${read.why}` });
}

/** The answer to a batch. @throws ProblemException when it is no batch, or too long. */
export async function recordBatch(
  body: Buffer,
  read: (event: unknown) => Incoming | NotAnEvent,
  record: (incoming: readonly Incoming[]) => Promise<readonly Outcome[]>,
): Promise<BatchResult> {
  const events = jsonOf(body, LIMITS.batchValues);
  if (!Array.isArray(events))
    throw new ProblemException(400, 'not-a-cloud-event', 'A batch is a JSON array of CloudEvents.');
  if (events.length > LIMITS.batchEvents)
    throw new ProblemException(
      413,
      'too-large',
      `A batch holds at most ${LIMITS.batchEvents} events; this one has ${events.length}. Send several, or a stream (application/x-ndjson).`,
    );
  const mayBeTooLong = body.length > LIMITS.eventBytes;
  const readings = await inSlices(events, (event: unknown) => tooMuch(event, mayBeTooLong) ?? read(event));
  const outcomes = await record(readings.filter((one) => one.kind !== 'not-an-event'));
  const counts = noCounts();
  let next = 0;
  const results = readings.map((one, index) => {
    const result = one.kind === 'not-an-event' ? resultOfNoEvent(one) : resultOf(outcomes[next++] as Outcome);
    count(counts, result.result);
    return { index, ...result };
  });
  return { ...counts, results };
}

function tooMuch(event: unknown, mayBeTooLong: boolean): NotAnEvent | undefined {
  if (shapeOfValue(event, Infinity).values > LIMITS.eventValues)
    return tooLarge(`has more than ${LIMITS.eventValues} values`);
  if (mayBeTooLong && Buffer.byteLength(JSON.stringify(event)) > LIMITS.eventBytes)
    return tooLarge(`is longer than ${LIMITS.eventBytes} bytes`);
  return undefined;
}

function tooLarge(how: string): NotAnEvent {
  return { kind: 'not-an-event', code: 'too-large', detail: `The event ${how}, which is the most that one may have.` };
}
