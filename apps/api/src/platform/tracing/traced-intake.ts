import type { Attributes, Tracer } from '@opentelemetry/api';
import { count, noCounts } from '@plant-ledger/intake';
import type { Outcome, RecordingMode } from '@plant-ledger/ledger';
import { asSpan } from './active-span.js';

/** A span for deciding and appending events, with their number and outcomes. */
export function traceRecording<Answer extends Outcome | readonly Outcome[]>(
  tracer: Tracer,
  events: number,
  mode: RecordingMode,
  work: () => Promise<Answer>,
): Promise<Answer> {
  const attributes = { 'ledger.events': events, 'ledger.mode': mode };
  return asSpan(tracer, 'take in', { attributes }, work, (answer) =>
    counted(([] as readonly Outcome[]).concat(answer)),
  );
}

function counted(outcomes: readonly Outcome[]): Attributes {
  const counts = noCounts();
  for (const { result } of outcomes) count(counts, result);
  return Object.fromEntries(Object.entries(counts).map(([result, value]) => [`ledger.${result}`, value]));
}
