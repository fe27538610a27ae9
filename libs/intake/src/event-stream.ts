import { formatPosition, type Incoming, type Outcome } from '@plant-ledger/ledger';
import { readCloudEvent, type NotAnEvent } from './cloud-event.js';
import type { IntakeContext } from './fitness.js';
import { parseJson } from './json.js';
import { LIMITS } from './limits.js';
import { linesOf, type Line } from './lines.js';
import { count, noCounts, resultOf, resultOfNoEvent, type Counts, type EventResult } from './result.js';

/** A stream's report, line by line: what was not accepted, progress, and at the end the summary. */
export type StreamReport =
  | EventResult
  | { readonly progress: Counts & { readonly read: number; readonly position?: string | undefined } }
  | (Counts & { readonly position?: string | undefined });

export interface StreamOptions {
  readonly context: () => IntakeContext;
  readonly takeIn: (incoming: readonly Incoming[]) => Promise<readonly Outcome[]>;
  /** Duplicates are counted; list them too. */
  readonly listAll?: boolean;
}

/** Lines are decided in groups: large while they pour in, small where they trickle. */
const GROUPS = { longest: LIMITS.eventBytes, most: 1_000, mostBytes: LIMITS.batchBytes, patience: 20 };
const PROGRESS_EVERY = 10_000;

/**
 * Takes in a stream of events, one JSON CloudEvent a line, of any length in constant memory: the next lines are read while
 * a group is being decided, and no further. Ends with the summary; a stream whose report has none was not finished.
 */
export async function* takeInStream(
  chunks: AsyncIterable<Buffer | string>,
  options: StreamOptions,
): AsyncGenerator<StreamReport[]> {
  const counts = noCounts();
  let highest = -1n;
  let read = 0;
  let nextProgress = PROGRESS_EVERY;
  const position = () => (highest < 0n ? undefined : formatPosition(highest));

  for await (const lines of linesOf(chunks, GROUPS)) {
    const report: StreamReport[] = [];
    const context = options.context();
    const readings = lines.map((line) => readLine(line, context));
    const outcomes = await options.takeIn(readings.filter((one) => one.kind !== 'not-an-event'));
    let next = 0;
    for (const [offset, reading] of readings.entries()) {
      if (reading.kind === 'not-an-event') {
        count(counts, 'rejected');
        report.push({ index: read + offset, line: lines[offset]?.line, ...resultOfNoEvent(reading) });
        continue;
      }
      const outcome = outcomes[next++];
      if (!outcome) continue;
      count(counts, outcome.result);
      if ('position' in outcome && outcome.position !== undefined && outcome.position > highest)
        highest = outcome.position;
      if (isListed(outcome, options))
        report.push({ index: read + offset, line: lines[offset]?.line, ...resultOf(outcome) });
    }
    read += lines.length;
    if (read >= nextProgress) {
      report.push({ progress: { read, ...counts, position: position() } });
      nextProgress = read - (read % PROGRESS_EVERY) + PROGRESS_EVERY;
    }
    if (report.length > 0) yield report;
  }
  yield [{ ...counts, position: position() }];
}

function isListed(outcome: Outcome, { listAll = false }: StreamOptions): boolean {
  if (outcome.result === 'duplicate') return listAll || outcome.differs !== undefined;
  return outcome.result !== 'accepted';
}

function readLine(line: Line, context: IntakeContext): Incoming | NotAnEvent {
  if ('tooLong' in line)
    return {
      kind: 'not-an-event',
      code: 'too-large',
      detail: `Line ${line.line} is longer than ${LIMITS.eventBytes} bytes; one event is at most that long.`,
    };
  const json = parseJson(line.bytes);
  if (!json.ok)
    return { kind: 'not-an-event', code: 'malformed-json', detail: `Line ${line.line} cannot be read. ${json.why}` };
  return readCloudEvent(json.value, context);
}
