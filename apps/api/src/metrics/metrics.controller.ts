import { Controller, Get, Inject, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { ReadModel } from '@plant-ledger/read-model';
import type { FastifyReply } from 'fastify';
import type { IntakeGuard } from '../files/intake-guard.js';
import type { LiveHub } from '../live/live-hub.js';
import {
  INTAKE_GUARD,
  LEDGER_CLOCK,
  LIVE_HUB,
  METERS,
  PROJECTOR,
  READ_MODEL,
  type FollowingProjector,
  type LedgerClock,
} from '../tokens.js';
import { keptFigures, readFigures } from './figures.js';
import type { Meters } from './meters.js';
import { registerFiles } from './register-files.js';
import { registerFigures } from './register-figures.js';
import { registerService } from './register-service.js';

/** The ledger's metrics, for Prometheus. */
@Controller('metrics')
export class MetricsController {
  constructor(
    @Inject(METERS) private readonly meters: Meters,
    @Inject(PROJECTOR) projector: FollowingProjector,
    @Inject(LIVE_HUB) live: LiveHub,
    @Inject(READ_MODEL) readModel: ReadModel,
    @Inject(INTAKE_GUARD) guard: IntakeGuard,
    @Inject(LEDGER_CLOCK) clock: LedgerClock,
    queries: QueryBus,
  ) {
    registerService(meters, projector, live);
    registerFiles(meters.registry, guard, readModel);
    registerFigures(
      meters.registry,
      keptFigures(() => readFigures(readModel, queries, clock.now())),
    );
  }

  @Get()
  async metrics(@Res() reply: FastifyReply): Promise<void> {
    const { registry } = this.meters;
    void reply.header('content-type', registry.contentType).send(await registry.metrics());
  }
}
