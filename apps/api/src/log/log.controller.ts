import { Readable } from 'node:stream';
import { Controller, Get, Inject, Query, Res } from '@nestjs/common';
import { START, type EventStore } from '@plant-ledger/event-store';
import { readableFrom, type ReadModel } from '@plant-ledger/read-model';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { LogReaders } from '../platform/edge/log-readers.js';
import { onceClosed } from '../platform/http/once-closed.js';
import { limit, position, text } from '../platform/http/parameters.js';
import { ProblemException } from '../platform/http/problem.js';
import { EVENT_STORE, READ_MODEL } from '../tokens.js';
import { logLines } from './log-lines.js';

export const log = z.strictObject({
  after: position.optional(),
  limit: limit(999_999_999).optional(),
  stream: text.optional(),
});

@Controller('v1/log')
export class LogController {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(READ_MODEL) private readonly readModel: ReadModel,
    private readonly readers: LogReaders,
  ) {}

  @Get()
  async read(@Query({ schema: log }) asked: z.output<typeof log>, @Res() reply: FastifyReply): Promise<void> {
    const { after = START, limit: most = Infinity, stream } = asked;
    const leave = this.readers.enter();
    if (!leave)
      throw new ProblemException(
        503,
        'too-many-log-readers',
        `As many as are allowed (LEDGER_LOG_READERS, ${this.readers.most}) are reading the log already. Come again in a moment.`,
        { headers: { 'retry-after': '5' } },
      );
    onceClosed(reply.raw, leave);
    // Asked first, so that an unreachable store is reported before the answer begins.
    await this.store.head();
    const nearest = () => readableFrom(this.readModel, this.store, after);
    const lines = Readable.from(logLines(this.store, { after, nearest, limit: most, stream }), { highWaterMark: 2 });
    void reply.header('content-type', 'application/x-ndjson').send(lines);
  }
}
