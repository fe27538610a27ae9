import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ProblemException } from './problem.js';

/** A form on any web page can post anything but JSON: so requests that change something must be JSON. */
@Injectable()
export class JsonOnlyGuard implements CanActivate {
  /** @throws ProblemException 415. */
  canActivate(context: ExecutionContext): boolean {
    const { headers } = context.switchToHttp().getRequest<FastifyRequest>();
    const [media = ''] = (headers['content-type'] ?? '').split(';');
    if (media.trim().toLowerCase() === 'application/json') return true;
    throw new ProblemException(
      415,
      'unsupported-media-type',
      'Send Content-Type: application/json here, also where there is no body.',
      { headers: { 'accept-post': 'application/json' } },
    );
  }
}
