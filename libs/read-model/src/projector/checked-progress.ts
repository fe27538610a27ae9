import type { LedgerOpened } from '@plant-ledger/domain';
import { START, type EventStore } from '@plant-ledger/event-store';
import type { Progress, ProjectionRows } from '../database/rows.js';
import { PROJECTION_VERSION } from '../projections/projection.js';

/**
 * How far the rows have come, if they were made of this log by this code; otherwise they are taken out, and it begins
 * anew. `say` is told why.
 */
export async function checkedProgress(
  store: EventStore,
  rows: ProjectionRows,
  say: (why: string) => void,
): Promise<Progress> {
  const progress = await rows.progress();
  const why = await whyAnew(store, progress);
  if (why === undefined) return progress;
  say(`${why} All of it is projected anew from the beginning of the log.`);
  await rows.clear();
  return rows.progress();
}

async function whyAnew(store: EventStore, progress: Progress): Promise<string | undefined> {
  const { codeVersion, identity, through } = progress;
  if (codeVersion !== PROJECTION_VERSION)
    return `The read model was made by version ${codeVersion} of the projections, and this is version ${PROJECTION_VERSION}.`;
  if (through === START) return undefined;
  const ledgerId = await ledgerIdOf(store);
  if (identity.ledgerId !== ledgerId)
    return `The read model was made for ledger ${identity.ledgerId ?? 'without an id'}, and this is ledger ${ledgerId ?? 'without an id'}.`;
  const head = await store.head();
  if (through > head) return `The read model stands at position ${through}, beyond the end of the log at ${head}.`;
  return undefined;
}

async function ledgerIdOf(store: EventStore): Promise<string | undefined> {
  const [opened] = await store.readStream('ledger', { limit: 1 });
  return opened && (JSON.parse(opened.data) as Partial<LedgerOpened>).ledgerId;
}
