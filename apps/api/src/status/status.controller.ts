import type { Alive, Ready, Status } from '@plant-ledger/contract';
import { createHash } from 'node:crypto';
import { Controller, Get, Headers, Inject, Optional, Query, Res } from '@nestjs/common';
import type { Configuration } from '@plant-ledger/configuration';
import type { EventStore } from '@plant-ledger/event-store';
import type { ReadModel } from '@plant-ledger/read-model';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { namesTag } from '../asking/entity-tag.js';
import { Access } from '../platform/access/access.js';
import { IntakeGuard } from '../platform/files/intake-guard.js';
import { ProblemException } from '../platform/http/problem.js';
import {
  CONFIGURATION,
  EVENT_STORE,
  LEDGER_CLOCK,
  PROJECTOR,
  READ_MODEL,
  type FollowingProjector,
  type LedgerClock,
} from '../tokens.js';
import { readyOf, statusOf } from './status.js';

export const none = z.strictObject({});

/** Whether the service is alive and ready, and how far its read model has come. */
@Controller()
export class StatusController {
  constructor(
    @Inject(READ_MODEL) private readonly readModel: ReadModel,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(PROJECTOR) private readonly projector: FollowingProjector,
    @Inject(LEDGER_CLOCK) private readonly clock: LedgerClock,
    private readonly access: Access,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Optional() private readonly guard?: IntakeGuard,
  ) {}

  @Get('v1/status')
  async status(
    @Query({ schema: none }) _none: z.output<typeof none>,
    @Headers('if-none-match') known: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Status | undefined> {
    const seen = await statusOf(this.store, this.readModel, this.projector, this.clock, this.guard);
    const status = { ...seen, ...(this.configuration.insecure && this.access.isOpen && { insecure: true as const }) };
    // Not the position alone: head, lag and failure change without it.
    const tag = `"${createHash('sha256').update(JSON.stringify(status)).digest('base64url')}"`;
    void reply.header('cache-control', 'no-cache').header('etag', tag);
    if (!namesTag(known, tag)) return status;
    void reply.status(304);
    return undefined;
  }

  @Get('livez')
  live(): Alive {
    return { alive: true };
  }

  @Get('readyz')
  async ready(): Promise<Ready> {
    const { ready, checks } = await readyOf(this.store, this.projector, this.guard);
    if (ready) return { ready, checks };
    const wrong = Object.entries(checks).filter(([, state]) => state !== 'ok');
    const detail = wrong.map(([part, state]) => `${part}: ${state}`).join('; ');
    throw new ProblemException(503, 'not-ready', detail, { members: { ready, checks } });
  }
}
