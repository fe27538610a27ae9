import type { EventResult, StreamLine } from '@plant-ledger/contract';
import { formatPosition, inSlices, type Incoming, type Outcome } from '@plant-ledger/ledger';
import type { NotAnEvent } from './cloud-event.js';
import type { IntakeContext } from './validation.js';
import { count, noCounts, resultOf, resultOfNoEvent, type PlacedResult } from './result.js';

/** A stream's report, line by line: what was not accepted, progress, and at the end the summary. */
export type StreamReport = PlacedResult | Exclude<StreamLine, EventResult>;

/** The layout of a stream: NDJSON in lines, CSV in rows. */
export interface StreamLayout<Item> {
  /** Groups that are decided together: large while they pour in, small while they trickle. */
  groupsOf(chunks: AsyncIterable<Buffer>): AsyncIterable<readonly Item[]>;
  read(item: Item, context: IntakeContext): Incoming | NotAnEvent;
  placeOf(item: Item): Pick<PlacedResult, 'line' | 'row'>;
}

export interface StreamOptions {
  readonly context: () => IntakeContext;
  readonly record: (incoming: readonly Incoming[]) => Promise<readonly Outcome[]>;
  /** Lists duplicates, too, which are otherwise only counted. */
  readonly listAll?: boolean;
}

const PROGRESS_EVERY = 10_000;

/**
 * Records a stream of events of any length in constant memory: the next group is read while one is being decided, and
 * no further. Ends with the summary; a stream whose report has none was not finished.
 */
export async function* recordStream<Item>(
  chunks: AsyncIterable<Buffer>,
  layout: StreamLayout<Item>,
  options: StreamOptions,
): AsyncGenerator<StreamReport[]> {
  const counts = noCounts();
  let highest = -1n;
  let read = 0;
  let nextProgress = PROGRESS_EVERY;
  const position = () => (highest < 0n ? undefined : formatPosition(highest));

  for await (const items of layout.groupsOf(chunks)) {
    const report: StreamReport[] = [];
    const context = options.context();
    const readings = await inSlices(items, (item) => layout.read(item, context));
    const outcomes = await options.record(readings.filter((one) => one.kind !== 'not-an-event'));
    const results = outcomes[Symbol.iterator]();
    const placed = (item: Item, offset: number) => ({ index: read + offset, ...layout.placeOf(item) });
    for (const [offset, item] of items.entries()) {
      const reading = readings[offset];
      if (reading?.kind === 'not-an-event') {
        count(counts, 'rejected');
        report.push({ ...placed(item, offset), ...resultOfNoEvent(reading) });
        continue;
      }
      const { value: outcome, done } = results.next();
      if (done) continue;
      count(counts, outcome.result);
      if ('position' in outcome && outcome.position !== undefined && outcome.position > highest)
        highest = outcome.position;
      if (isListed(outcome, options)) report.push({ ...placed(item, offset), ...resultOf(outcome) });
    }
    read += items.length;
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
