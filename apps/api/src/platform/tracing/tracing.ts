import type { EventStore, Position } from '@plant-ledger/event-store';
import type { Outcome, RecordingMode } from '@plant-ledger/ledger';
import type { FastifyInstance } from 'fastify';

export interface Tracing {
  /** A span for each request; to be called once requests have their ids, to which it adds the trace id. */
  requests(fastify: FastifyInstance): void;
  store(store: EventStore): EventStore;
  recording<Answer extends Outcome | readonly Outcome[]>(
    events: number,
    mode: RecordingMode,
    work: () => Promise<Answer>,
  ): Promise<Answer>;
  /** A span for a batch that has just been projected: its events, its milliseconds, and its last position. */
  projected(events: number, milliseconds: number, position: Position): void;
  /** Sends the remaining spans, as far as that is possible in a short time. */
  close(): Promise<void>;
}

/** Without configured traces: does nothing. */
export const untraced: Tracing = {
  requests: () => undefined,
  store: (store) => store,
  recording: (_events, _mode, work) => work(),
  projected: () => undefined,
  close: () => Promise.resolve(),
};
