import type { RebuildOutcome } from '@plant-ledger/read-model';
import { EXIT } from '../failure.js';
import { printable } from '../terminal/words.js';

export function outcomeOf(outcome: RebuildOutcome): { readonly sentence: string; readonly exitCode: number } {
  switch (outcome.kind) {
    case 'switched':
      return { sentence: switchedSentence(outcome), exitCode: outcome.stopped ? EXIT.stopped : EXIT.done };
    case 'differs': {
      const { generation, position, differing } = outcome;
      const sentence =
        `Nothing was switched: at position ${position} generation ${generation} has other rows than the one that is read, ` +
        `and the same version made both. Tables that differ: ${differing.join(', ')}. ` +
        'If it is the one that is read that is wrong, "ledger rebuild --accept" switches to the new one.';
      return { sentence, exitCode: EXIT.differs };
    }
    case 'stopped':
      return { sentence: `Nothing was switched. ${stoppedSentence(outcome.stopped)}`, exitCode: EXIT.stopped };
    case 'cancelled': {
      const { generation, position } = outcome;
      const sentence = `Stopped: generation ${generation} is filled up to position ${position}, and "ledger rebuild" goes on from there.`;
      return { sentence, exitCode: EXIT.interrupted };
    }
  }
}

function switchedSentence({
  generation,
  former,
  position,
  differing,
  stopped,
}: Extract<RebuildOutcome, { kind: 'switched' }>): string {
  const compared =
    differing === undefined
      ? 'There was nothing of this log to compare it with.'
      : differing.length === 0
        ? 'Its rows are those of the one before.'
        : `Tables that differ from the one before: ${differing.join(', ')}.`;
  // A model that could not be compared cannot be rolled back to, either.
  const kept =
    former === '' || differing === undefined
      ? ''
      : ` Generation ${former} is kept: "ledger rebuild --rollback" goes back to it.`;
  const end = stopped ? ` ${stoppedSentence(stopped)}` : '';
  return `Generation ${generation} is read now, filled up to position ${position}. ${compared}${kept}${end}`;
}

function stoppedSentence({
  type,
  stream,
  position,
  reason,
}: Extract<RebuildOutcome, { kind: 'stopped' }>['stopped']): string {
  return printable(`It stopped before ${type} at position ${position} (stream ${stream}): ${reason}`);
}
