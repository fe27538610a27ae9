import type { Status } from '@plant-ledger/contract';
import { grouped, printable } from '../terminal/words.js';

export function verdictOf({ stopped, caughtUp }: Status): 'stopped' | 'behind' | 'caught up' {
  if (stopped) return 'stopped';
  return caughtUp ? 'caught up' : 'behind';
}

/** A status for a person: the verdict in a sentence, then the details. */
export function statusLines(server: string, status: Status): string {
  const { position, head, lagEvents, lagEventsExact, lagSeconds, eventStore, readModel, generation } = status;
  const events = `${lagEventsExact ? '' : 'at least '}${grouped(lagEvents)} event${lagEvents === 1 ? '' : 's'}`;
  const rows = [
    ['position', placeText(position), 'what figures are as of'],
    ['head', head === null ? 'unknown' : placeText(head), 'the end of the log'],
    ['behind', `${events}, ${Number(lagSeconds.toFixed(1))} s`, ''],
    ['event store', eventStore, ''],
    ['read model', `${readModel}, generation ${generation}`, ''],
    ...(status.projector === 'standing by' ? [['projector', 'another instance; this one stands by', '']] : []),
  ];
  const width = Math.max(...rows.slice(0, 3).map(([, value = '']) => value.length));
  const lines = rows.map(
    ([name = '', value = '', note = '']) => `  ${name.padEnd(12)}${note ? `${value.padEnd(width)}  ${note}` : value}`,
  );
  return `${server}: ${verdictSentence(status)}\n${lines.map((line) => `${printable(line)}\n`).join('')}`;
}

function verdictSentence(status: Status): string {
  const { stopped, failure, head, rebuilding, withheld } = status;
  if (stopped)
    return printable(
      `stopped at position ${stopped.position} before ${stopped.type} of ${stopped.stream}: ` +
        `${stopped.reason}. Figures stay as they were; events are still taken in.`,
    );
  if (rebuilding) {
    const { why, position, target } = rebuilding;
    const far = position === null || target === null ? 'it begins' : `it is at position ${position} of ${target}`;
    const meanwhile = withheld === undefined ? 'the figures of before are answered' : 'no figures are answered';
    return printable(`filling a new read model; ${far}, and until it is done ${meanwhile}. ${why}`);
  }
  if (failure) return printable(`trying again since ${failure.since}: ${failure.reason}.`);
  if (head === null) return 'the event store does not answer; figures stay as they were.';
  return status.caughtUp ? 'up to date.' : 'behind, and catching up.';
}

function placeText(position: string): string {
  return position === '0' ? 'no events yet' : position;
}
