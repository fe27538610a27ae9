import { SpanKind, type Tracer } from '@opentelemetry/api';
import { ATTR_DB_OPERATION_NAME, ATTR_DB_SYSTEM_NAME } from '@opentelemetry/semantic-conventions';
import type { AppendResult, EventStore, StreamAppend } from '@plant-ledger/event-store';
import { asSpan, isInSpan } from './active-span.js';

/** The same store; appends for a request are spans of its trace. No stream is named, as many are vehicles. */
export function tracedStore(store: EventStore, tracer: Tracer): EventStore {
  const appending = <Answer>(
    appends: readonly StreamAppend[],
    work: () => Promise<Answer>,
    resultsOf: (answer: Answer) => readonly AppendResult[],
  ): Promise<Answer> => {
    if (!isInSpan()) return work();
    const attributes = {
      [ATTR_DB_SYSTEM_NAME]: store.engine,
      [ATTR_DB_OPERATION_NAME]: 'append',
      'ledger.streams': appends.length,
      'ledger.events': appends.reduce((sum, { events }) => sum + events.length, 0),
    };
    return asSpan(tracer, 'append', { kind: SpanKind.CLIENT, attributes }, work, (answer) => ({
      'ledger.conflicts': resultsOf(answer).filter(({ outcome }) => outcome === 'wrong-expected-revision').length,
    }));
  };
  return {
    engine: store.engine,
    description: store.description,
    append: (append) =>
      appending(
        [append],
        () => store.append(append),
        (result) => [result],
      ),
    appendMany: (appends) =>
      appending(
        appends,
        () => store.appendMany(appends),
        (results) => results,
      ),
    readStream: (stream, options) => store.readStream(stream, options),
    readAll: (options) => store.readAll(options),
    head: () => store.head(),
    subscribeAll: (options) => store.subscribeAll(options),
    close: () => store.close(),
  };
}
