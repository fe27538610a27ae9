import type { EventStore, Position } from '@plant-ledger/event-store';
import type { Outcome, RecordingMode } from '@plant-ledger/ledger';
import type { FastifyInstance } from 'fastify';

/** Where spans are made. */
export interface Tracing {
  /** A span for each request; to be called once requests get their ids, which are then told of its trace. */
  requests(fastify: FastifyInstance): void;
  /** The same store; appends on behalf of a request have a span. */
  store(store: EventStore): EventStore;
  /** A span for so many events that are decided and appended. */
  recording<Answer extends Outcome | readonly Outcome[]>(
    events: number,
    mode: RecordingMode,
    work: () => Promise<Answer>,
  ): Promise<Answer>;
  /** A span for a batch that has just been projected: its events, the milliseconds it took, and how far it goes. */
  projected(events: number, milliseconds: number, position: Position): void;
  /** Sends what was not sent yet, as far as that can be done in short time. */
  close(): Promise<void>;
}

/** Nobody asked for traces: everything is as it would be without them. */
export const untraced: Tracing = {
  requests: () => undefined,
  store: (store) => store,
  recording: (_events, _mode, work) => work(),
  projected: () => undefined,
  close: () => Promise.resolve(),
};
