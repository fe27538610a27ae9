import { Controller, Delete, HttpCode, Inject, Post, Req, Res, UseGuards } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { jsonBody } from '../intake/json-body.js';
import { JsonOnlyGuard } from '../platform/http/json-only.guard.js';
import { ProblemException } from '../platform/http/problem.js';
import { Authentication } from '../platform/access/authentication.js';
import { FailedAttempts } from '../platform/access/failed-attempts.js';
import { addressOf } from '../platform/access/guard-access.js';

export const signingIn = z.strictObject({
  credential: z.string('must be given, as text').trim().min(1, 'must not be empty').max(15_000, 'is too long'),
});

/** Signs the page in and out. */
@Controller('v1/session')
export class SessionController {
  constructor(
    private readonly authentication: Authentication,
    @Inject(FailedAttempts) private readonly failures: FailedAttempts,
  ) {}

  /** @throws ProblemException 401 for a key or token that is not known, 429 after too many. */
  @Post()
  @HttpCode(204)
  @UseGuards(JsonOnlyGuard)
  async signIn(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    const { credential } = await jsonBody(
      request,
      signingIn,
      'Send {"credential": "plk_…"}: an API key, or an access token.',
    );
    try {
      void reply.header('set-cookie', await this.authentication.signIn(credential, request));
    } catch (error) {
      const isWrong = error instanceof ProblemException && error.code === 'bad-credentials';
      throw (isWrong && this.failures.failed(addressOf(request))) || error;
    }
  }

  @Delete()
  @HttpCode(204)
  async signOut(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    void reply.header('set-cookie', await this.authentication.signOut(request));
  }
}
