import { storedData } from '@plant-ledger/domain';
import { START, type EventStore } from '@plant-ledger/event-store';
import { PROJECTION_VERSION } from '../projection/projection.js';
import { nextLink } from '../storage/chain.js';
import type { Progress } from '../storage/rows.js';

/** Why a generation cannot be continued, and whether its figures may be shown until another one is there. */
export interface Misfit {
  readonly why: string;
  /** False where it was made of another log: its figures are not this ledger's. */
  readonly mayBeShown: boolean;
  /** It cannot be read as it was written, or by this version: a new one is not compared with it. */
  readonly isUnreadable?: boolean | undefined;
}

/** Why a generation at this checkpoint cannot be continued over this log, by this code; undefined when it can. */
export async function misfitOf(store: EventStore, progress: Progress): Promise<Misfit | undefined> {
  const foreign = progress.through === START ? undefined : await whyOfAnotherLog(store, progress);
  if (foreign !== undefined) return { why: foreign, mayBeShown: false };
  const { codeVersion } = progress;
  if (codeVersion === PROJECTION_VERSION) return undefined;
  return { why: madeByOther(codeVersion), mayBeShown: true };
}

export function madeByOther(codeVersion: number): string {
  return `The read model was made by version ${codeVersion} of the projections, and this is version ${PROJECTION_VERSION}.`;
}

async function whyOfAnotherLog(store: EventStore, { identity, through, chain }: Progress): Promise<string | undefined> {
  const ledgerId = await ledgerIdOf(store);
  if (identity.ledgerId !== ledgerId)
    return `The read model was made for ledger ${identity.ledgerId ?? 'without an id'}, and this is ledger ${ledgerId ?? 'without an id'}.`;
  const head = await store.head();
  if (through > head)
    return `The read model stands at position ${through}, beyond the end of the log at ${head}: an older copy of the log was put in its place.`;
  const { link, former, last } = chain;
  if (!last) return undefined;
  const [event] = await store.readStream(last.stream, { fromRevision: last.revision, limit: 1 });
  if (event && nextLink(former, event) === link) return undefined;
  return (
    `The last event of the read model (stream ${last.stream}, revision ${last.revision}) is not in the log as it was read: ` +
    'an older copy of the log was put in its place and has gone on, or an event was altered.'
  );
}

async function ledgerIdOf(store: EventStore): Promise<string | undefined> {
  const [opened] = await store.readStream('ledger', { limit: 1 });
  return opened?.type === 'LedgerOpened' ? storedData({ type: opened.type, data: opened.data }).ledgerId : undefined;
}
