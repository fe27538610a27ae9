import { Body, Controller, Get, Module, NotFoundException, Post, type INestApplication } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { StoreUnavailableError } from '@plant-ledger/event-store';
import { ContendedStreamError, MonthFiguresBehindError } from '@plant-ledger/ledger';
import request from 'supertest';
import { answerFrameworkError } from './before-routing.js';
import { ProblemException, ProblemFilter } from './problem.js';

@Controller()
class FailingController {
  @Get('problem')
  problem(): never {
    throw new ProblemException(422, 'unit-held', 'The unit is on hold.', {
      errors: [{ pointer: '/data/vin', message: 'is on hold' }],
      members: { eventId: 'e1' },
    });
  }

  @Get('nest')
  nest(): never {
    throw new NotFoundException('no such thing');
  }

  @Get('store')
  store(): never {
    throw new StoreUnavailableError('connect ECONNREFUSED 10.0.0.1:2113');
  }

  @Get('contended')
  contended(): never {
    throw new ContendedStreamError('Stream unit-1 is being written by others all the time. Send the event again.');
  }

  @Get('closing')
  closing(): never {
    throw new MonthFiguresBehindError('The read model is not there yet. Send the same again in a moment.');
  }

  @Get('bug')
  bug(): never {
    throw new TypeError('secret inside');
  }

  @Get('things/:name')
  thing(): string {
    return 'a thing';
  }

  @Post('echo')
  echo(@Body() body: unknown): unknown {
    return body;
  }
}

@Module({ controllers: [FailingController] })
class FailingModule {}

describe('every error is answered as a problem', () => {
  let app: INestApplication;

  beforeAll(async () => {
    const module = await Test.createTestingModule({ imports: [FailingModule] }).compile();
    const fastify = module.createNestApplication<NestFastifyApplication>(
      new FastifyAdapter({ frameworkErrors: answerFrameworkError }),
      { logger: false },
    );
    fastify.useGlobalFilters(new ProblemFilter());
    await fastify.init();
    await fastify.getHttpAdapter().getInstance().ready();
    app = fastify;
  });
  afterAll(() => app.close());

  const get = (path: string) => request(app.getHttpServer() as never).get(path);

  it('keeps code, detail, errors and further members of a problem that was thrown', async () => {
    const answer = await get('/problem');
    expect(answer.status).toBe(422);
    expect(answer.type).toBe('application/problem+json');
    expect(answer.body).toEqual({
      type: 'urn:plant-ledger:problem:unit-held',
      title: 'Unprocessable Entity',
      status: 422,
      detail: 'The unit is on hold.',
      code: 'unit-held',
      errors: [{ pointer: '/data/vin', message: 'is on hold' }],
      eventId: 'e1',
    });
  });

  it("turns the framework's own errors into problems", async () => {
    const found = (await get('/nest')).body as unknown;
    expect(found).toMatchObject({ status: 404, code: 'not-found', detail: 'no such thing', errors: [] });
    expect((await get('/nowhere')).body).toMatchObject({ status: 404, code: 'not-found' });
    const server = app.getHttpServer() as never;
    const broken = await request(server).post('/echo').set('content-type', 'application/json').send('{"a":');
    expect([broken.status, broken.type, broken.body.code]).toEqual([400, 'application/problem+json', 'bad-request']);
    const strange = await request(server).post('/echo').set('content-type', 'application/strange').send('x');
    expect([strange.status, strange.body.code]).toEqual([415, 'unsupported-media-type']);
  });

  it('covers paths that cannot be decoded, or are too long', async () => {
    for (const [path, status] of [
      ['/things/%E0%A4%A', 400],
      [`/things/${'x'.repeat(1_000)}`, 414],
    ] as const) {
      const answer = await get(path);
      expect([answer.status, answer.type, answer.body.status]).toEqual([status, 'application/problem+json', status]);
    }
  });

  it('answers 503 with Retry-After while the store cannot be reached, and does not say where it is', async () => {
    const answer = await get('/store');
    expect(answer.status).toBe(503);
    expect(answer.headers['retry-after']).toBe('1');
    expect(answer.body.code).toBe('store-unavailable');
    expect(answer.text).not.toContain('10.0.0.1');
  });

  it('answers 503 with Retry-After where too many others write to one stream', async () => {
    const answer = await get('/contended');
    expect([answer.status, answer.headers['retry-after'], answer.body.code]).toEqual([503, '1', 'contended']);
    expect(answer.body.detail).toContain('Send the event again.');
  });

  it('answers 503 with Retry-After where the figures that a closing publishes are not there yet', async () => {
    const answer = await get('/closing');
    expect([answer.status, answer.headers['retry-after'], answer.body.code]).toEqual([503, '1', 'not-caught-up']);
  });

  it('tells nothing of the inside when something unexpected fails', async () => {
    const answer = await get('/bug');
    expect(answer.status).toBe(500);
    expect(answer.body.code).toBe('internal-error');
    expect(answer.text).not.toContain('secret');
  });
});
