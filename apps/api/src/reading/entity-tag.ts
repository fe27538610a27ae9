import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { map, type Observable } from 'rxjs';

/** What an answer is as of; the same position and the same time of asking give the same answer. */
interface AsOfAnswer {
  readonly position: string;
  readonly at?: string | undefined;
}

export function entityTag({ position, at }: AsOfAnswer): string {
  return at === undefined ? `"${position}"` : `"${position}@${at}"`;
}

/** Whether an If-None-Match header names the tag, by weak comparison (RFC 9110, 13.1.2). */
export function namesTag(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false;
  if (header.trim() === '*') return true;
  return header.split(',').some((each) => each.trim().replace(/^W\//, '') === tag);
}

/** Gives every answer its ETag, and a 304 to those who have it already. */
@Injectable()
export class EntityTagInterceptor implements NestInterceptor<AsOfAnswer> {
  intercept(context: ExecutionContext, next: CallHandler<AsOfAnswer>): Observable<AsOfAnswer | undefined> {
    const http = context.switchToHttp();
    const reply = http.getResponse<FastifyReply>();
    const header = http.getRequest<FastifyRequest>().headers['if-none-match'];
    return next.handle().pipe(
      map((answer) => {
        const tag = entityTag(answer);
        void reply.header('etag', tag).header('cache-control', 'no-cache');
        if (!namesTag(header, tag)) return answer;
        void reply.status(304);
        return undefined;
      }),
    );
  }
}
