import { Controller, Options, Post, Query, Req, Res, type BeforeApplicationShutdown } from '@nestjs/common';
import {
  count,
  LIMITS,
  noCounts,
  parseJson,
  resultOf,
  resultOfNoEvent,
  structuredFromBinary,
  takeInStream,
  type EventResult,
  type NotAnEvent,
} from '@plant-ledger/intake';
import type { Outcome } from '@plant-ledger/ledger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ProblemException } from '../problem.js';
import { chunksOf, readBody } from './body.js';
import { IntakeService } from './intake.service.js';
import { readIntakeOptions, type IntakeOptions } from './intake-options.js';
import { intakeMode } from './media-type.js';
import { notAnEventProblem, singleAnswer } from './single.js';
import { answerStream } from './stream-answer.js';

/** Where events come in: CloudEvents over HTTP in four modes. */
@Controller('v1/events')
export class EventsController implements BeforeApplicationShutdown {
  readonly #stopping = new AbortController();

  constructor(private readonly intake: IntakeService) {}

  /** A stream may go on for ever: it is told to end. All else is let finish. */
  beforeApplicationShutdown(): void {
    this.#stopping.abort();
  }

  @Options()
  limits(@Res() reply: FastifyReply): void {
    void reply.header('allow', 'OPTIONS, POST').send({
      modes: {
        structured: 'application/cloudevents+json',
        binary: 'any other JSON type, with ce- headers',
        batch: 'application/cloudevents-batch+json',
        stream: 'application/x-ndjson',
      },
      limits: LIMITS,
    });
  }

  @Post()
  async post(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Query() query: unknown): Promise<void> {
    const options = readIntakeOptions(query);
    if ((request.headers['content-encoding'] ?? 'identity') !== 'identity')
      throw new ProblemException(
        415,
        'unsupported-media-type',
        'Content-Encoding is not understood here: send the body as it is.',
      );
    switch (intakeMode(request.headers['content-type'])) {
      case 'structured':
        return this.#structured(request, reply, options);
      case 'binary':
        return this.#binary(request, reply, options);
      case 'batch':
        return this.#batch(request, reply, options);
      case 'stream':
        return this.#stream(request, reply, options);
      case undefined:
        throw new ProblemException(
          415,
          'unsupported-media-type',
          'Send application/cloudevents+json (one event), application/cloudevents-batch+json (up to 1,000), application/x-ndjson (a stream), or application/json with ce- headers; all in UTF-8.',
          {
            headers: {
              'accept-post':
                'application/cloudevents+json, application/cloudevents-batch+json, application/x-ndjson, application/json',
            },
          },
        );
    }
  }

  async #structured(request: FastifyRequest, reply: FastifyReply, options: IntakeOptions): Promise<void> {
    await this.#one(json(await readBody(request.raw, LIMITS.eventBytes)), reply, options);
  }

  async #binary(request: FastifyRequest, reply: FastifyReply, options: IntakeOptions): Promise<void> {
    const read = structuredFromBinary(request.headers, await readBody(request.raw, LIMITS.eventBytes));
    if (!('event' in read)) throw notAnEventProblem(read);
    await this.#one(read.event, reply, options);
  }

  async #one(event: unknown, reply: FastifyReply, options: IntakeOptions): Promise<void> {
    const incoming = this.intake.read(event);
    if (incoming.kind === 'not-an-event') throw notAnEventProblem(incoming);
    const { status, body } = singleAnswer(await this.intake.takeOne(incoming, options));
    void reply.status(status).send(body);
  }

  async #batch(request: FastifyRequest, reply: FastifyReply, options: IntakeOptions): Promise<void> {
    const body = await readBody(request.raw, LIMITS.batchBytes);
    const events = json(body);
    if (!Array.isArray(events))
      throw new ProblemException(400, 'not-a-cloud-event', 'A batch is a JSON array of CloudEvents.');
    if (events.length > LIMITS.batchEvents)
      throw new ProblemException(
        413,
        'too-large',
        `A batch holds at most ${LIMITS.batchEvents} events; this one has ${events.length}. Send several, or a stream (application/x-ndjson).`,
      );
    const mayBeTooLong = body.length > LIMITS.eventBytes;
    const read = events.map((event) => (mayBeTooLong && isTooLong(event) ? TOO_LONG : this.intake.read(event)));
    const outcomes = await this.intake.takeMany(
      read.filter((one) => one.kind !== 'not-an-event'),
      options,
    );
    const counts = noCounts();
    let next = 0;
    const results = read.map((one, index): EventResult => {
      const result = one.kind === 'not-an-event' ? resultOfNoEvent(one) : resultOf(outcomes[next++] as Outcome);
      count(counts, result.result);
      return { index, ...result };
    });
    void reply.status(200).send({ ...counts, results });
  }

  async #stream(request: FastifyRequest, reply: FastifyReply, options: IntakeOptions): Promise<void> {
    const reports = takeInStream(chunksOf(request.raw, this.#stopping.signal), {
      context: () => this.intake.context(),
      takeIn: (incoming) => this.intake.takeMany(incoming, options, request),
      listAll: options.listAll,
    });
    reply.raw.setHeader('x-request-id', request.id);
    const { failed } = await answerStream(reply.raw, this.intake.counted(reports));
    if (failed !== undefined) throw failed;
    reply.hijack();
  }
}

const TOO_LONG: NotAnEvent = {
  kind: 'not-an-event',
  code: 'too-large',
  detail: `The event is longer than ${LIMITS.eventBytes} bytes, which is the most that one may be.`,
};

function isTooLong(event: unknown): boolean {
  return Buffer.byteLength(JSON.stringify(event)) > LIMITS.eventBytes;
}

function json(body: Buffer): unknown {
  const read = parseJson(body);
  if (!read.ok) throw new ProblemException(400, 'malformed-json', `The body cannot be read. ${read.why}`);
  return read.value;
}
