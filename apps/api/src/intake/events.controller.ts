import { Controller, Options, Post, Query, Req, Res, type BeforeApplicationShutdown } from '@nestjs/common';
import { LIMITS, resultOf, structuredFromBinary } from '@plant-ledger/intake';
import type { Outcome } from '@plant-ledger/ledger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Room } from '../platform/edge/room.js';
import { ProblemException } from '../platform/http/problem.js';
import { closeLate, isFollowedAtOnce } from '../platform/http/read-out.js';
import { recordBatch } from './batch.js';
import { jsonOf, notAnEventProblem, withBody } from './body.js';
import { readIntakeOptions, type IntakeOptions } from './intake-options.js';
import { IntakeService } from './intake.service.js';
import { intakeMode, UNDERSTOOD, type IntakeMode } from './media-type.js';
import { STATED_LIMITS } from './stated-limits.js';
import { answerStream } from './stream-answer.js';
import { recordRequest } from './stream.js';

/** Receives CloudEvents over HTTP: one, in batches and in streams. */
@Controller('v1/events')
export class EventsController implements BeforeApplicationShutdown {
  readonly #streams = new Set<AbortController>();

  constructor(
    private readonly intake: IntakeService,
    private readonly room: Room,
  ) {}

  /** A stream may go on for ever, so it is ended here. Everything else may finish. */
  beforeApplicationShutdown(): void {
    for (const stream of this.#streams)
      stream.abort(new ProblemException(503, 'stopping', 'The service is being stopped. Send the stream again later.'));
  }

  @Options()
  limits(@Res() reply: FastifyReply): void {
    void reply.header('allow', 'OPTIONS, POST').header('accept-post', UNDERSTOOD.join(', ')).send(STATED_LIMITS);
  }

  @Post()
  async post(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Query() query: unknown): Promise<void> {
    const mode = intakeMode(request.headers['content-type']);
    if (mode === undefined) throw notUnderstood();
    const options = readIntakeOptions(query, preferOf(request), mode);
    switch (mode) {
      case 'structured':
        return this.#structured(request, reply, options);
      case 'binary':
        return this.#binary(request, reply, options);
      case 'batch':
        return this.#batch(request, reply, options);
      case 'ndjson':
      case 'csv':
        return this.#stream(request, reply, mode, options);
    }
  }

  async #structured(request: FastifyRequest, reply: FastifyReply, options: IntakeOptions): Promise<void> {
    await withBody(request.raw, this.room, LIMITS.eventBytes, (body) =>
      this.#one(jsonOf(body), request, reply, options),
    );
  }

  async #binary(request: FastifyRequest, reply: FastifyReply, options: IntakeOptions): Promise<void> {
    await withBody(request.raw, this.room, LIMITS.eventBytes, async (body) => {
      const read = structuredFromBinary(request.raw.headersDistinct, body);
      if (!('event' in read)) throw notAnEventProblem(read);
      await this.#one(read.event, request, reply, options);
    });
  }

  async #one(
    event: unknown,
    { principal }: FastifyRequest,
    reply: FastifyReply,
    options: IntakeOptions,
  ): Promise<void> {
    const incoming = this.intake.read(event, this.intake.context(principal));
    if (incoming.kind === 'not-an-event') throw notAnEventProblem(incoming);
    const { status, body } = singleAnswer(await this.intake.recordOne(incoming, options), options);
    void reply.status(status).send(body);
  }

  async #batch(request: FastifyRequest, reply: FastifyReply, options: IntakeOptions): Promise<void> {
    const answer = await withBody(request.raw, this.room, LIMITS.batchBytes, (body) => {
      const context = this.intake.context(request.principal);
      return recordBatch(
        body,
        (event) => this.intake.read(event, context),
        (incoming) => this.intake.recordMany(incoming, options),
      );
    });
    void reply.status(200).send(answer);
  }

  async #stream(
    request: FastifyRequest,
    reply: FastifyReply,
    mode: IntakeMode & ('ndjson' | 'csv'),
    options: IntakeOptions,
  ): Promise<void> {
    const stream = new AbortController();
    const share = this.room.enter();
    share.whenTurnedAway((problem) => stream.abort(problem));
    this.#streams.add(stream);
    const close = closeLate(request.raw, reply.raw);
    try {
      const reports = recordRequest(request, mode, options, share, stream.signal, {
        context: () => this.intake.context(request.principal),
        record: (incoming) => this.intake.recordMany(incoming, options, request),
        listAll: options.listAll,
      });
      reply.raw.setHeader('x-request-id', request.id);
      const { failed } = await answerStream(reply.raw, this.intake.counted(reports), async () => {
        if (isFollowedAtOnce(request.raw)) await close();
      });
      if (failed !== undefined) throw failed;
      reply.hijack();
    } finally {
      this.#streams.delete(stream);
      share.leave();
      void close();
    }
  }
}

/**
 * The answer to one event sent alone. Lenient: an event kept in quarantine is answered 202, with the body that it has
 * as a problem. @throws ProblemException for a rejected one, with the result as its members.
 */
function singleAnswer(
  outcome: Outcome,
  { lenient, dryRun }: Pick<IntakeOptions, 'lenient' | 'dryRun'>,
): { readonly status: number; readonly body: object } {
  const body = resultOf(outcome);
  switch (outcome.result) {
    case 'accepted':
      return { status: 201, body };
    case 'duplicate':
      return { status: 200, body };
    case 'quarantined':
      return { status: 202, body };
    case 'rejected': {
      const { code, detail, errors } = outcome;
      const status = code === 'not-allowed' ? 403 : code === 'conflicting-duplicate' ? 409 : 422;
      const refusal = new ProblemException(status, code, detail, { errors, members: body });
      if (lenient && status !== 403 && (dryRun || outcome.quarantine !== undefined))
        return { status: 202, body: refusal.problem };
      throw refusal;
    }
  }
}

function preferOf({ headers: { prefer } }: FastifyRequest): string | undefined {
  return Array.isArray(prefer) ? prefer.join(',') : prefer;
}

function notUnderstood(): ProblemException {
  return new ProblemException(
    415,
    'unsupported-media-type',
    'Send application/cloudevents+json (one event), application/cloudevents-batch+json (up to 1,000), application/x-ndjson or text/csv (a stream), or application/json with ce- headers; all in UTF-8.',
    { headers: { 'accept-post': UNDERSTOOD.join(', ') } },
  );
}
