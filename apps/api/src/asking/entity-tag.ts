import { Inject, Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ReadModel } from '@plant-ledger/read-model';
import { map, type Observable } from 'rxjs';
import { READ_MODEL } from '../tokens.js';

/** What an answer depends on: the same position, time of asking and generation give the same answer. */
interface AsOfAnswer {
  readonly position: string;
  readonly at?: string | undefined;
}

/** The format of an answer: another format has other bytes. */
const FORMAT = 'json';

/**
 * Includes the generation: another one may have been made by other projections and give another answer. `reader`: who
 * asks, where they do not see all.
 */
export function entityTag({ position, at }: AsOfAnswer, generation: string, reader?: string): string {
  const moment = at === undefined ? position : `${position}@${at}`;
  return `"${generation}:${moment};${FORMAT}${reader === undefined ? '' : `;${reader}`}"`;
}

/** Whether an If-None-Match header names the tag, by weak comparison (RFC 9110, 13.1.2). */
export function namesTag(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false;
  if (header.trim() === '*') return true;
  return header.split(',').some((each) => each.trim().replace(/^W\//, '') === tag);
}

/** Sets an ETag on every answer, and answers 304 when the client has that answer already. */
@Injectable()
export class EntityTagInterceptor implements NestInterceptor<AsOfAnswer> {
  constructor(@Inject(READ_MODEL) private readonly readModel: ReadModel) {}

  intercept(context: ExecutionContext, next: CallHandler<AsOfAnswer>): Observable<AsOfAnswer | undefined> {
    const http = context.switchToHttp();
    const reply = http.getResponse<FastifyReply>();
    const { headers, principal } = http.getRequest<FastifyRequest>();
    const header = headers['if-none-match'];
    const { generation } = this.readModel;
    return next.handle().pipe(
      map((answer) => {
        const isOpen = principal?.by === undefined;
        void reply
          .header('cache-control', isOpen ? 'no-cache' : 'private, no-cache')
          .header('vary', isOpen ? 'accept' : 'accept, authorization, cookie');
        // The generation that was read is unknown when readers were switched to another one meanwhile.
        if (this.readModel.generation !== generation) return answer;
        const tag = entityTag(answer, generation, principal?.scopes.length ? principal.by : undefined);
        void reply.header('etag', tag);
        if (!namesTag(header, tag)) return answer;
        void reply.status(304);
        return undefined;
      }),
    );
  }
}
