import { hash } from 'node:crypto';
import type { DecidedEvent } from '../event.js';
import { ledgerEvent } from '../ledger/ledger-event.js';
import { canonicalJson } from '../values/content-hash.js';
import type { MonthClosedData, MonthFigures, PublishedMonth } from './month.events.js';

/** The longest part, in bytes of its JSON; one append may be twice as long. */
const LONGEST_PART = 512 * 1024;

type Figures = Pick<PublishedMonth, 'totals' | 'downtime'>;

/** A closing with its figures, and the parts that precede it where they do not fit into one append. */
export interface ClosingInParts {
  readonly parts: readonly DecidedEvent<'MonthFigures'>[];
  readonly closing: DecidedEvent<'MonthClosed'>;
}

/** The closing as it is appended. Its id and content hash stay those of what was sent, so it is recognised when sent again. */
export function closingInParts(closing: DecidedEvent<'MonthClosed'>, published: PublishedMonth): ClosingInParts {
  const { totals, downtime, ...rest } = published;
  const parts = partsOf({ totals, downtime });
  if (parts.length <= 1) return { parts: [], closing: { ...closing, data: { ...closing.data, published } } };
  const { month } = closing.data;
  const set = hashOf(month, { totals, downtime });
  const inParts: PublishedMonth = { ...rest, parts: { count: parts.length, hash: set }, totals: [], downtime: [] };
  return {
    parts: parts.map((figures, index) => {
      const part = index + 1;
      const data: MonthFigures = { month, set, part, ...figures };
      return ledgerEvent({ type: 'MonthFigures', data }, closing.occurredAt, [closing.eventId, set, part], {
        by: closing.by,
      });
    }),
    closing: { ...closing, data: { ...closing.data, published: inParts } },
  };
}

/** What a closing publishes, assembled from its parts in whatever order; undefined where one is missing or altered. */
export function wholePublished(
  { month, published }: Pick<MonthClosedData, 'month' | 'published'>,
  parts: readonly MonthFigures[],
): PublishedMonth | undefined {
  if (!published.parts) return published;
  const { count, hash: set } = published.parts;
  const own = new Map(parts.filter((part) => part.set === set).map((part) => [part.part, part]));
  const inOrder = Array.from({ length: count }, (_, index) => own.get(index + 1)).filter((part) => part !== undefined);
  const totals = inOrder.flatMap((part) => part.totals);
  const downtime = inOrder.flatMap((part) => part.downtime);
  if (inOrder.length < count) return undefined;
  return hashOf(month, { totals, downtime }) === set ? { ...published, totals, downtime } : undefined;
}

function hashOf(month: string, { totals, downtime }: Figures): string {
  return hash('sha256', canonicalJson({ month, totals, downtime }), 'hex');
}

function partsOf({ totals, downtime }: Figures): Figures[] {
  const [perTotal, perDowntime] = [filled(totals), filled(downtime)];
  if (perTotal.length + perDowntime.length <= 1 || bytesOf(totals) + bytesOf(downtime) <= LONGEST_PART)
    return [{ totals, downtime }];
  return [
    ...perTotal.map((rows) => ({ totals: rows, downtime: [] })),
    ...perDowntime.map((rows) => ({ totals: [], downtime: rows })),
  ];
}

/** Splits rows into lists none of which is too long. */
function filled<Row>(rows: readonly Row[]): Row[][] {
  const lists: Row[][] = [];
  let bytes = Infinity;
  for (const row of rows) {
    const more = bytesOf(row) + 1;
    if (bytes + more > LONGEST_PART) {
      lists.push([]);
      bytes = 0;
    }
    lists.at(-1)?.push(row);
    bytes += more;
  }
  return lists;
}

function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}
