import { Controller, Get, Inject, Query, Req, Res, type BeforeApplicationShutdown } from '@nestjs/common';
import {
  formatPosition,
  parsePosition,
  StoreRequestError,
  type EventStore,
  type Position,
} from '@plant-ledger/event-store';
import { readableFrom, type ReadModel } from '@plant-ledger/read-model';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { EVENT_STORE, READ_MODEL } from '../../tokens.js';
import { demand } from '../access/guard-access.js';
import { oneOf, position } from '../http/parameters.js';
import { ProblemException } from '../http/problem.js';
import { LiveHub, type From } from './live-hub.js';

export const live = z.strictObject({
  after: position.optional(),
  lastEventId: position.optional(),
  events: oneOf(['all', 'none']).default('all'),
  data: oneOf(['true', 'false']).default('false'),
});

/**
 * The ledger as it grows: every event of the log in order, and how far the read model has come, as server-sent events.
 */
@Controller('v1/live')
export class LiveController implements BeforeApplicationShutdown {
  constructor(
    private readonly hub: LiveHub,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(READ_MODEL) private readonly readModel: ReadModel,
  ) {}

  /** Live streams never end by themselves: clients are disconnected, and reconnect to the next process. */
  beforeApplicationShutdown(): Promise<void> {
    return this.hub.stop();
  }

  @Get()
  async live(
    @Query({ schema: live }) { after, lastEventId, events, data }: z.output<typeof live>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (data === 'true') demand(request.principal, 'log');
    const from = resumedFrom(request.headers['last-event-id']) ?? lastEventId ?? after;
    // A client without events begins now, even when a browser sends the id of its last event.
    const place = from === undefined || events === 'none' ? undefined : await this.#placeOf(from);
    this.#checkRoom();
    reply.hijack();
    const { raw } = reply;
    // Without chunked encoding the same bytes go to every client; the answer ends with its connection.
    raw.removeHeader('transfer-encoding');
    raw.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
      'x-request-id': request.id,
      connection: 'close',
    });
    if (request.method === 'HEAD') raw.end();
    else this.hub.join(raw, { events: events === 'all', data: data === 'true' }, place);
  }

  #checkRoom(): void {
    if (this.hub.isStopping)
      throw new ProblemException(503, 'stopping', 'The service is being stopped. Come again in a moment.');
    if (!this.hub.hasRoom())
      throw new ProblemException(
        503,
        'too-many-live-clients',
        'As many clients as are allowed (LEDGER_LIVE_CONNECTIONS) are following the ledger already. Come again later.',
        { headers: { 'retry-after': '5' } },
      );
  }

  /** A position beyond the log comes from another log: what lies between would be skipped. */
  async #placeOf(after: Position): Promise<From> {
    const head = await this.store.head();
    if (after > head)
      throw wrongPlace(`${formatPosition(after)} lies beyond the log, whose head is ${formatPosition(head)}.`);
    try {
      await this.store.readAll({ after, limit: 1 });
      return { after, readable: after };
    } catch (error) {
      // Some stores can resume from the positions of events only.
      if (!(error instanceof StoreRequestError)) throw error;
      return { after, readable: await readableFrom(this.readModel, this.store, after) };
    }
  }
}

/** The last id that a reconnecting client read. A browser sends it by itself, along with the original URL. */
function resumedFrom(header: string | string[] | undefined): Position | undefined {
  if (header === undefined || header === '') return undefined;
  const place = typeof header === 'string' ? parsePosition(header) : undefined;
  if (place === undefined) throw wrongPlace("Last-Event-ID must be a position: the log's, as decimal digits.");
  return place;
}

function wrongPlace(detail: string): ProblemException {
  const errors = [{ pointer: '/headers/last-event-id', message: detail }];
  return new ProblemException(400, 'invalid-parameter', detail, { errors });
}
