import type { BatchResult } from '@plant-ledger/contract';
import { count, LIMITS, noCounts, resultOf, resultOfNoEvent, sizeOf, type NotAnEvent } from '@plant-ledger/intake';
import { inSlices, type Incoming, type Outcome } from '@plant-ledger/ledger';
import { ProblemException } from '../platform/http/problem.js';
import { jsonOf } from './body.js';

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
  if (sizeOf(event).values > LIMITS.eventValues) return tooLarge(`has more than ${LIMITS.eventValues} values`);
  if (mayBeTooLong && Buffer.byteLength(JSON.stringify(event)) > LIMITS.eventBytes)
    return tooLarge(`is longer than ${LIMITS.eventBytes} bytes`);
  return undefined;
}

function tooLarge(how: string): NotAnEvent {
  return { kind: 'not-an-event', code: 'too-large', detail: `The event ${how}, which is the most that one may have.` };
}
