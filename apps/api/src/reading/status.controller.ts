import { Controller, Get, Inject, Query } from '@nestjs/common';
import type { EventStore } from '@plant-ledger/event-store';
import type { ReadModel } from '@plant-ledger/read-model';
import { z } from 'zod';
import { ProblemException } from '../problem.js';
import {
  EVENT_STORE,
  LEDGER_CLOCK,
  PROJECTOR,
  READ_MODEL,
  type FollowingProjector,
  type LedgerClock,
} from '../tokens.js';
import { parameters } from './parameters.js';
import { readyOf, statusOf } from './status.js';

export const none = z.strictObject({});

/** Whether the service lives, is ready, and how far its figures have come. */
@Controller()
export class StatusController {
  constructor(
    @Inject(READ_MODEL) private readonly readModel: ReadModel,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(PROJECTOR) private readonly projector: FollowingProjector,
    @Inject(LEDGER_CLOCK) private readonly clock: LedgerClock,
  ) {}

  @Get('v1/status')
  status(@Query() query: unknown) {
    parameters(none, query);
    return statusOf(this.store, this.readModel, this.projector, this.clock);
  }

  @Get('livez')
  live() {
    return { alive: true };
  }

  @Get('readyz')
  async ready() {
    const { ready, checks } = await readyOf(this.store, this.projector);
    if (ready) return { ready, checks };
    const wrong = Object.entries(checks).filter(([, state]) => state !== 'ok');
    const detail = wrong.map(([part, state]) => `${part}: ${state}`).join('; ');
    throw new ProblemException(503, 'not-ready', detail, { members: { ready, checks } });
  }
}
