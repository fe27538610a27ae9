import { Controller, Get, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { ProblemException } from '../platform/http/problem.js';
import { asyncApiDocument } from './asyncapi/document.js';
import { EVENT_EXAMPLES } from './events/event-examples.js';
import { EVENT_TYPES, schemaDocument, schemaPath } from './events/event-schemas.js';
import { RECORDED } from './examples/recorded.js';
import { openApiDocument } from './openapi/document.js';
import { PAGE_HEADERS, pageOf } from './viewer/page.js';

/** The description of the interface: documents for machines, and a page at `/docs`. */
@Controller()
export class DocsController {
  // Made on first request: they never change, and most processes are never asked for them.
  readonly #openApi = once(() => openApiDocument(RECORDED));
  readonly #asyncApi = once(asyncApiDocument);
  readonly #page = once(() => pageOf(this.#openApi()));

  @Get('openapi.json')
  openApi() {
    return this.#openApi();
  }

  @Get('asyncapi.json')
  asyncApi() {
    return this.#asyncApi();
  }

  @Get('docs')
  page(@Res() reply: FastifyReply): void {
    void reply.headers(PAGE_HEADERS).type('text/html; charset=utf-8').send(this.#page());
  }

  @Get('schemas/v1')
  schemas() {
    return {
      schemas: EVENT_TYPES.map((type) => ({
        type,
        description: EVENT_EXAMPLES[type].description,
        schema: schemaPath(type),
      })),
    };
  }

  @Get('schemas/v1/:file')
  schema(@Param('file') file: string, @Res() reply: FastifyReply): void {
    const type = EVENT_TYPES.find((each) => `${each}.json` === file);
    if (type === undefined)
      throw new ProblemException(
        404,
        'not-found',
        `There is no schema "${file}". GET /schemas/v1 lists those there are.`,
      );
    void reply.type('application/schema+json').send(JSON.stringify(schemaDocument(type)));
  }
}

function once<Value>(make: () => Value): () => Value {
  let made: Value | undefined;
  return () => (made ??= make());
}
