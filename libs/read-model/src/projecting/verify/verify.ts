import { LogDamagedError, type EventStore, type Position } from '@plant-ledger/event-store';
import type { Snapshot } from '../../asking/snapshot.js';
import { openLogNotes, type LogNotes } from '../replay/log-notes.js';
import { openReplay, type Replay } from '../replay/replay.js';
import type { Stopped } from '../status/status.js';
import type { Generation, ReadModelStorage } from '../storage/storage.js';
import { booksAtMonthEnds } from './books-at-month-ends.js';
import { booksBalance } from './books-balance.js';
import { differences } from './first-difference.js';
import { liveOfThisVersion, otherVersionFinding, type OtherVersion } from './other-version.js';
import { publishedMonths } from './published-months.js';
import { reopenedStops } from './reopened-stops.js';
import { CHECKS, type Check, type Finding, type VerifyReport } from './report.js';

export interface VerifyOptions {
  /** The log and the read model; both are only read, and may be written meanwhile. */
  readonly store: EventStore;
  readonly storage: ReadModelStorage;
  readonly signal: AbortSignal;
  readonly progress?: ((position: Position) => void) | undefined;
}

/**
 * Checks whether every event of the log is as it was written and none is missing, replays it up to the read model's
 * checkpoint, and compares the two: every row; the hash chain; the books at the end of every month; what closed months
 * have published; and whether an id was used twice in the log.
 * @throws NoReadModelError; StoreUnavailableError; what the database throws. It changes nothing, so it may be repeated.
 */
export async function verify({ store, storage, signal, progress }: VerifyOptions): Promise<VerifyReport> {
  const live = await liveOfThisVersion(storage);
  const notes = openLogNotes();
  const replay = readingLog(store, await openReplay({ store, progress, watch: notes.take }));
  const places = { eventStore: store.description, readModel: storage.description };
  try {
    const head = await store.head();
    if ('why' in live) {
      const stopped = await replay.advance(head, signal);
      return { ...(await verifyLog(live, replay, notes, stopped)), ...places };
    }
    // Most of it before the read model's snapshot is opened, which then need not be held for long.
    const { position } = await live.rows.progress();
    const early = await replay.advance(position, signal);
    return await live.read(async (snapshot) => {
      const stopped = early ?? (await replay.advance(snapshot.position, signal));
      const log = stopped ? stopFindings(stopped) : endFindings(snapshot, head);
      const compared = log.length > 0 ? { findings: log, notes: [] } : await compare(snapshot, replay, notes);
      return {
        ...(await reportOf(replay.generation, live.name, compared.findings)),
        ...places,
        notes: compared.notes,
        chain: notes.linkAt(snapshot.position),
        position: snapshot.position.toString(),
      };
    });
  } finally {
    if (!('why' in live)) await live.close();
    await replay.close();
    notes.close();
  }
}

/** Checks the log alone, where the read model cannot be compared with it. */
async function verifyLog(live: OtherVersion, { generation }: Replay, notes: LogNotes, stopped: Stopped | undefined) {
  const log = stopped ? stopFindings(stopped) : [];
  return generation.read(async (replayed) => {
    const { position } = replayed;
    const months = stopped ? { findings: [], notes: [] } : await publishedMonths(replayed, notes);
    const ids = stopped ? [] : idFindings(notes);
    const findings = [...log, otherVersionFinding(live), ...months.findings, ...ids];
    return {
      ...(await reportOf(generation, live.generation, findings, ['chain', 'books'])),
      notes: stopped ? [] : [...months.notes, ...(await reopenedStops(replayed))],
      chain: notes.linkAt(position),
      position: position.toString(),
    };
  });
}

/** What cannot be interpreted while the log is replayed cannot have been written there. */
function readingLog({ description }: EventStore, replay: Replay): Replay {
  return {
    ...replay,
    async advance(to, signal) {
      try {
        return await replay.advance(to, signal);
      } catch (error) {
        if (!(error instanceof SyntaxError || error instanceof TypeError || error instanceof RangeError)) throw error;
        throw new LogDamagedError(description, error.message, { cause: error });
      }
    },
  };
}

function stopFindings(stopped: Stopped): Finding[] {
  const sentence = `The log cannot be replayed beyond ${stopped.type} at position ${stopped.position} (stream ${stopped.stream}): ${stopped.reason}`;
  return [{ check: 'log', sentence, details: { ...stopped, position: stopped.position.toString() } }];
}

function endFindings({ position }: Snapshot, head: Position): Finding[] {
  if (position <= head) return [];
  const sentence = `The read model stands at position ${position}, and the log ends at ${head}: it is not the log that the read model was made of, or an older copy of it.`;
  return [{ check: 'log', sentence, details: { readModel: position.toString(), log: head.toString() } }];
}

type Compared = Pick<VerifyReport, 'findings' | 'notes'>;

async function compare(snapshot: Snapshot, replay: Replay, log: LogNotes): Promise<Compared> {
  return replay.generation.read(async (replayed) => {
    const rows = await rowFindings(snapshot, replayed);
    const books = await bookFindings(snapshot);
    const months = await publishedMonths(replayed, log);
    return {
      findings: [...chainFindings(snapshot, log), ...rows, ...books, ...months.findings, ...idFindings(log)],
      notes: [...months.notes, ...(await reopenedStops(replayed))],
    };
  });
}

function chainFindings({ position, chain }: Snapshot, notes: LogNotes): Finding[] {
  const link = notes.linkAt(position);
  if (link === chain) return [];
  const sentence = `The hash chain at position ${position} is ${chain} in the read model, and the log gives ${link}: an event was altered after it was projected, or the log was swapped.`;
  return [{ check: 'chain', sentence, details: { readModel: chain, log: link } }];
}

async function rowFindings(snapshot: Snapshot, replayed: Snapshot): Promise<Finding[]> {
  return (await differences(snapshot.manager, replayed.manager)).map((difference) => {
    const { table, key, columns } = difference;
    const row = Object.entries(key)
      .map(([column, value]) => `${column} ${value ?? 'null'}`)
      .join(', ');
    const [first] = columns;
    const how = first ? `: ${first.column} is ${first.readModel}, and the log gives ${first.replay}` : '';
    const sentence = `Table ${table} of the read model differs from the log, first in the row of ${row}${how}.`;
    return { check: 'read-model', sentence, details: { ...difference } };
  });
}

async function bookFindings(snapshot: Snapshot): Promise<Finding[]> {
  const now = (await booksBalance(snapshot)).map((book) => ({ month: 'now', ...book }));
  const then = await booksAtMonthEnds(snapshot);
  return [...now, ...then].map(({ month, plant, model, produced, accounts }) => {
    const when = month === 'now' ? 'do not balance' : `did not balance at the end of ${month}`;
    const sentence = `The books of ${plant} ${model} ${when}: ${produced} produced, and ${JSON.stringify(accounts)} in the accounts.`;
    return { check: 'books', sentence, details: { month, plant, model, produced, accounts } };
  });
}

function idFindings(notes: LogNotes): Finding[] {
  const more = notes.reusedCount() - notes.reused.length;
  const last: Finding[] =
    more > 0 ? [{ check: 'ids', sentence: `${more} more ids were used twice.`, details: { more } }] : [];
  return [
    ...notes.reused.map(({ source, id, eventId, stream, position, first }): Finding => {
      const sentence = `Source ${source} has used id ${id} twice: at position ${first.position} (stream ${first.stream}) and at position ${position} (stream ${stream}).`;
      return {
        check: 'ids',
        sentence,
        details: { source, id, eventId, positions: [`${first.position}`, `${position}`] },
      };
    }),
    ...last,
  ];
}

async function reportOf(
  replayed: Generation,
  generation: string,
  findings: readonly Finding[],
  notLookedAt: readonly Check[] = [],
) {
  const { digests } = await replayed.digest();
  const { identity } = await replayed.rows.progress();
  return {
    ledgerId: identity.ledgerId ?? null,
    generation,
    digest: digests.all ?? '',
    checks: CHECKS.map((check) => ({ check, ok: notLookedAt.includes(check) ? null : stateOf(check, findings) })),
    findings,
  };
}

/** Where the log itself is wrong, nothing else was compared with it. */
function stateOf(check: Check, findings: readonly Finding[]): boolean | null {
  if (findings.some((finding) => finding.check === check)) return false;
  return findings.some((finding) => finding.check === 'log') ? null : true;
}
